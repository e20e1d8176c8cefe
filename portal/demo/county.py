"""The demo's Västerbotten: its organisations and people. All is invented."""

from sqlalchemy import select

from agreements.county_templates import load_county
from portal import clock
from portal.audit import service as audit
from portal.authz import OrganisationKind, Role
from portal.config import Settings
from portal.db import db
from portal.demo.accounts import ACCOUNTS, ADDED
from portal.identity.models import Account, WorkPhone
from portal.ids import new_id
from portal.resources import folder
from portal.tenancy.functions import NewName, rename_organisation
from portal.tenancy.models import Contact, County, Membership, Organisation, Unit
from portal.tenancy.sorting import sort_key

CONTACTS = {
    "Skellefteå kommun": Contact(
        "Sara Nilsson",
        "070-174 06 10",
        "skelleftea@example.se",
        "Exempelgatan 1, 999 99 Skellefteå",
    ),
    "Bjurholms kommun": Contact("Maja Öhlund", "070-174 06 11", "bjurholm@example.se"),
    "Umeå kommun": Contact("Socialtjänstens mottagning", "070-174 06 12", "umea@example.se"),
    "Region Västerbotten": Contact("Aino Kemppainen", "070-174 06 13", "region@example.se"),
}
# one agreement for the whole county: more parties than any municipality has of its own
LOCAL_POLICE, FREE_SCHOOL = "Lokalpolisområde Södra Lappland", "Friskolan Granen"
RENAMED = "Anhörigföreningen Västerbotten"


def add_people(county: County, settings: Settings) -> None:
    names = _names()
    issuers = {issuer.door: issuer.issuer for issuer in settings.issuers}
    for person in ACCOUNTS:
        account = Account(
            id=new_id(),
            issuer=issuers[person.door],
            subject=person.login,
            name=person.name,
            email=person.email,
            created_at=clock.now(),
        )
        db.session.add(account)
        db.session.flush()
        audit.record_maintenance(county.id, "account.imported", account)
        if person.organisation is not None:
            organisation = _organisation(county, names[person.organisation])
            for role in person.roles:
                _grant(account, organisation, role, person.unit)
            if person.work_phone:
                phone = WorkPhone(
                    id=new_id(),
                    county_id=county.id,
                    organisation_id=organisation.id,
                    account_id=account.id,
                    number=person.work_phone,
                )
                db.session.add(phone)
    db.session.flush()


def say_whom_to_call(county: County) -> None:
    """Numbers and addresses that are nobody's."""
    for name, contact in CONTACTS.items():
        organisation = _organisation(county, name)
        organisation.contact_name, organisation.contact_phone = contact.name, contact.phone
        organisation.contact_email = contact.email
        organisation.contact_address = contact.address
        audit.record_maintenance(county.id, "organisation.contact_set", organisation)


def let_some_change(county: County) -> None:
    """What has happened to the county's organisations since its file was imported."""
    _rename_one(county)
    _add_some(county)


def _add_some(county: County) -> None:
    """A second police area, a school of its own, and who else takes part in plans: added later."""
    for name, kind in (
        (LOCAL_POLICE, OrganisationKind.POLICE),
        (FREE_SCHOOL, OrganisationKind.SCHOOL),
        (ADDED["frivarden"], OrganisationKind.PROBATION),
        (ADDED["stodboende"], OrganisationKind.PROVIDER),
    ):
        organisation = Organisation(
            id=new_id(),
            county_id=county.id,
            kind=kind,
            name=name,
            short_name=name,
            sort_key=sort_key(name),
        )
        db.session.add(organisation)
        db.session.flush()
        audit.record_maintenance(county.id, "organisation.added", organisation)


def _rename_one(county: County) -> None:
    """One that has had another name."""
    organisation, name = _organisation(county, RENAMED), "Anhöriga i Västerbotten"
    new = NewName(
        change_id=new_id(),
        organisation_id=organisation.id,
        name=name,
        short_name=name,
        sort_key=sort_key(name),
        from_day=clock.today(),
        reason="Årsmötet beslutade om ett nytt namn.",
    )
    rename_organisation(new)
    audit.record_maintenance(county.id, "organisation.renamed", organisation)


def _names() -> dict[str, str]:
    facts = load_county(folder("county_templates") / "vasterbotten.toml")
    municipalities = {one.key: one.name for one in facts.municipalities}
    return municipalities | {one.key: one.name for one in facts.organisations} | ADDED


def _organisation(county: County, name: str) -> Organisation:
    statement = select(Organisation).where(
        Organisation.county_id == county.id, Organisation.name == name
    )
    return db.session.scalars(statement).one()


def _grant(
    account: Account, organisation: Organisation, role: Role, unit: str | None = None
) -> None:
    unit_id = db.session.scalar(
        select(Unit.id).where(Unit.organisation_id == organisation.id, Unit.key == unit)
    )
    membership = Membership(
        id=new_id(),
        county_id=organisation.county_id,
        account_id=account.id,
        organisation_id=organisation.id,
        unit_id=unit_id,
        role=role,
        granted_at=clock.now(),
    )
    db.session.add(membership)
    audit.record_maintenance(
        organisation.county_id, "membership.granted", membership, role=role.value
    )
