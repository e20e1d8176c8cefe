"""Those of the demo's people whom its plans name: found, or entered when only plans need them."""

from uuid import UUID

from sqlalchemy import select

from portal import clock
from portal.audit import service as audit
from portal.authz import OrganisationKind, Role
from portal.db import db
from portal.demo.accounts import ACCOUNTS, DemoAccount
from portal.demo.plan_book import Person, Staff
from portal.identity.models import Account
from portal.ids import new_id
from portal.tenancy.models import Membership, Organisation, Unit


def find_organisation(name: str) -> UUID:
    """An organisation of the demo's only county, by its name."""
    return db.session.scalars(select(Organisation.id).where(Organisation.name == name)).one()


def find_staff(login: str) -> Staff:
    """A caseworker who can sign in."""
    statement = (
        select(Account.id, Account.name, Membership.organisation_id, Unit.id, Unit.name)
        .join(Membership, Membership.account_id == Account.id)
        .outerjoin(Unit, Unit.id == Membership.unit_id)
        .where(Account.subject == login, Membership.role == Role.CASEWORKER)
    )
    account_id, name, organisation_id, unit_id, unit = db.session.execute(statement).one()
    return Staff(account_id, name, _told(login).title, organisation_id, unit_id, unit or "")


def find_person(login: str, relation: str = "") -> Person:
    """A private person who can sign in: from now on with a role among private people."""
    told = _told(login)
    account = db.session.scalars(select(Account).where(Account.subject == login)).one()
    individuals = select(Organisation).where(Organisation.kind == OrganisationKind.INDIVIDUALS)
    _grant(account, db.session.scalars(individuals).one(), None, Role.INDIVIDUAL)
    return Person(told.name, relation, told.personnummer or "", account_id=account.id)


def add_staff(name: str, title: str, organisation: str, unit: str | None = None) -> Staff:
    """A caseworker who takes part in plans, and whom nobody can sign in as."""
    where = db.session.scalars(select(Organisation).where(Organisation.name == organisation)).one()
    in_unit = select(Unit).where(Unit.organisation_id == where.id, Unit.key == unit)
    at = db.session.scalars(in_unit).one() if unit else None
    account = Account(
        id=new_id(),
        issuer="https://example.org",
        subject=name,
        name=name,
        created_at=clock.now(),
    )
    db.session.add(account)
    db.session.flush()
    audit.record_maintenance(where.county_id, "account.imported", account)
    _grant(account, where, at, Role.CASEWORKER)
    return Staff(account.id, name, title, where.id, at.id if at else None, at.name if at else "")


def _grant(account: Account, organisation: Organisation, unit: Unit | None, role: Role) -> None:
    membership = Membership(
        id=new_id(),
        county_id=organisation.county_id,
        account_id=account.id,
        organisation_id=organisation.id,
        unit_id=unit.id if unit else None,
        role=role,
        granted_at=clock.now(),
    )
    db.session.add(membership)
    details = {"role": role.value}
    audit.record_maintenance(organisation.county_id, "membership.granted", membership, **details)
    db.session.flush()


def _told(login: str) -> DemoAccount:
    return next(account for account in ACCOUNTS if account.login == login)
