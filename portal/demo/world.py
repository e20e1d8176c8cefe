"""The demo's Västerbotten: people with roles, and agreements at every stage. All is invented."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select

from agreements.annexes import service as annexes
from agreements.county_templates import load_county
from agreements.deadlines import usual
from agreements.document import DecisionFacts
from agreements.documents.build import working_document
from agreements.documents.pdf import make_pdf
from agreements.drafting import creation
from agreements.drafting import service as drafting
from agreements.drafting.composing import Wanted
from agreements.life import correcting
from agreements.life import service as life
from agreements.mandate import Holder, Mandate
from agreements.mandates import service as mandates
from agreements.mandates.queries import list_signatories
from agreements.matrix import service as matrix
from agreements.matrix.queries import get_matrix
from agreements.negotiation import answering
from agreements.negotiation import service as negotiation
from agreements.queries.agreement import get_agreement
from agreements.queries.formality import by_party, list_decisions
from agreements.queries.holding import list_holding, list_replaceable
from agreements.queries.life import get_correction
from agreements.queries.text import list_sections
from agreements.readings import ReadingKind
from agreements.rules import Answer, CorrectionOf, Part, Responsibility, ReviewOutcome
from agreements.signing import deciding, paper
from agreements.signing import service as signing
from agreements.tables.agreement import Agreement
from agreements.tables.template import TemplateVersion
from agreements.templates import service as templates
from portal import clock
from portal.app import create_app
from portal.audit import service as audit
from portal.authz import Actor, OrganisationKind, Role
from portal.config import Settings
from portal.county.importing import import_county
from portal.db import db
from portal.demo.accounts import ACCOUNTS
from portal.demo.files import one_page
from portal.demo.lob import count_lob
from portal.demo.plans import enter_plans
from portal.demo.texts import (
    ANNEX,
    ANNEX_TITLE,
    CHILDREN_SECTIONS,
    FILE_LINES,
    FILE_TITLE,
    OTHER_SECTIONS,
    SECTIONS,
)
from portal.errors import NotFoundError
from portal.identity.models import Account
from portal.ids import new_id
from portal.resources import folder
from portal.tenancy.functions import NewName, rename_organisation
from portal.tenancy.models import Contact, County, Membership, Organisation, Unit
from portal.tenancy.sorting import sort_key
from portal.transaction import transaction
from portal.zone import STOCKHOLM
from sip.tables.functions import publish_figures

DECIDES = {
    OrganisationKind.MUNICIPALITY: "Kommunstyrelsen",
    OrganisationKind.REGION: "Hälso- och sjukvårdsnämnden",
    OrganisationKind.POLICE: "Polisområdeschefen",
}
SIGNS = {
    OrganisationKind.MUNICIPALITY: "Kommunstyrelsens ordförande",
    OrganisationKind.REGION: "Hälso- och sjukvårdsdirektör",
    OrganisationKind.POLICE: "Polisområdeschef",
}


@dataclass(frozen=True, slots=True)
class Signed:
    """An agreement of the past: days counted from today; without an end, until further notice."""

    municipality: str
    began: int
    ends: int | None
    reviewed_after: int = 365  # days from its beginning


# Counted in days from the day the demo is made, so that the board always shows every kind.
SIGNED = (
    Signed("Umeå kommun", -570, 525, 730),
    Signed("Skellefteå kommun", -420, 675, 400),
    Signed("Lycksele kommun", -330, 765),
    Signed("Malå kommun", -240, 855),
    Signed("Norsjö kommun", -235, 860),
    Signed("Robertsfors kommun", -150, 945),
    Signed("Storumans kommun", -95, 1000),
    Signed("Vindelns kommun", -40, None),
    Signed("Vilhelmina kommun", -1030, 65, 700),
    Signed("Åsele kommun", -1140, -45, 700),
)
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
TEMPLATES = ("vasterbotten-2016", "psykisk-funktionsnedsattning-2026", "placerade-barn-2026")
ADDICTION, DISABILITY, CHILDREN = TEMPLATES
# a municipality with two subjects in force side by side, and the next of one of them in draft
SIDE_BY_SIDE = Signed("Umeå kommun", -60, 1035)
REGISTERED, CORRECTED = "Norsjö kommun", "Vindelns kommun"
PAPER_BODIES = ("Socialnämnden", "Regionstyrelsen", "Polisregion Nord")
REVIEWED, ENDED_BY_NOTICE, PROLONGED = "Malå kommun", "Norsjö kommun", "Robertsfors kommun"
ADDED_TO = "Storumans kommun"
# one agreement for the whole county: more parties than any municipality has of its own
LOCAL_POLICE, FREE_SCHOOL = "Lokalpolisområde Södra Lappland", "Friskolan Granen"
RENAMED = "Anhörigföreningen Västerbotten"
MANDATES = {
    "Bjurholms kommun": ("Kommunstyrelsen", "§ 7 om firmatecknare"),
    "Nordmalings kommun": ("Kommunfullmäktige", "§ 14 om firmatecknare, två i förening"),
    "Region Västerbotten": ("Regionstyrelsen", "punkt 2.3 i delegationsordningen"),
    "Polisområde Västerbotten": ("Polisregion Nord", "arbetsordningen, punkt 5"),
}
DRAFTED = "Sorsele kommun"
SHARED = "Vännäs kommun"
LATE = "Skellefteå kommun"
AT_DECISION = "Lycksele kommun"
AT_SIGNING = "Nordmalings kommun"
REGION_DECIDES = ("Hälso- och sjukvårdsnämnden", "Regionstyrelsen")


def load(settings: Settings) -> None:
    """Fill an empty database. Everything goes through the same commands as in the portal."""
    owner = replace(settings.database, url=settings.database.owner_url)
    app = create_app(replace(settings, database=owner))
    with app.app_context():
        with transaction():
            county = import_county(folder("county_templates") / "vasterbotten.toml").county
            for name in TEMPLATES:
                file = folder("county_templates") / f"{name}.toml"
                templates.publish(county, file, now=clock.now())
            _add_people(county, settings)
            _say_whom_to_call(county)
            _let_some_change(county)
        world = World(county)
        for one in SIGNED:
            with transaction():
                world.sign_on_paper(one)
        with transaction():
            world.give_mandates()
        with transaction():
            world.sign_on_paper(SIDE_BY_SIDE, DISABILITY)
        for step in (
            world.sign_for_the_county,
            world.draft,
            world.draft_successor,
            world.share,
            world.share_late,
            world.put_to_decision,
            world.put_to_signing,
            world.review,
            world.give_notice,
            world.prolong,
            world.add_to,
            world.register_paper,
            world.correct,
            world.count_lob,
        ):
            with transaction():
                step()
        with transaction():
            enter_plans(county)
        with transaction():
            publish_figures(db.session.connection())


def _add_people(county: County, settings: Settings) -> None:
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
    db.session.flush()


def _say_whom_to_call(county: County) -> None:
    """Numbers and addresses that are nobody's."""
    for name, contact in CONTACTS.items():
        organisation = _organisation(county, name)
        organisation.contact_name, organisation.contact_phone = contact.name, contact.phone
        organisation.contact_email = contact.email
        organisation.contact_address = contact.address
        audit.record_maintenance(county.id, "organisation.contact_set", organisation)


def _let_some_change(county: County) -> None:
    """What has happened to the county's organisations since its file was imported."""
    _rename_one(county)
    _add_some(county)


def _add_some(county: County) -> None:
    """A second police area and a school of its own, which came to the county later."""
    police, school = OrganisationKind.POLICE, OrganisationKind.SCHOOL
    for name, kind in ((LOCAL_POLICE, police), (FREE_SCHOOL, school)):
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
    return municipalities | {one.key: one.name for one in facts.organisations}


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


class World:
    """The steps, each in a transaction of its own."""

    def __init__(self, county: County) -> None:
        self.county_id = county.id

    def sign_on_paper(self, one: Signed, template: str = ADDICTION) -> None:
        """An agreement that was signed on paper before the portal came."""
        began = clock.today() + timedelta(days=one.began)
        written = _at(began - timedelta(days=120))
        agreement = self._written(one.municipality, written, template=template)
        actor = self._coordinator(one.municipality)
        drafting.set_term(
            actor,
            agreement,
            valid_from=began,
            valid_until=clock.today() + timedelta(days=one.ends) if one.ends else None,
            open_ended=one.ends is None,
            review_on=began + timedelta(days=one.reviewed_after),
            now=written,
        )
        self._share(actor, agreement, written)
        decided = began - timedelta(days=40)
        self._lock(actor, agreement, decided)
        self._decide(agreement, decided)
        self._sign_on_paper(actor, agreement, began - timedelta(days=14))

    def _sign_on_paper(self, actor: Actor, agreement: Agreement, day: date) -> None:
        signing.record_paper_signatures(
            actor,
            agreement,
            signatories={
                one.organisation_id: ("Undertecknat exempel", SIGNS[one.organisation.kind])
                for one in agreement.parties
                if one.signs
            },
            signed_at=_at(day),
            today=day,
        )

    def count_lob(self) -> None:
        """The yearly figures of two police areas, of which some are lacking."""
        police = self._member(OrganisationKind.POLICE)
        count_lob(police, self._actor(self._named(LOCAL_POLICE)))

    def register_paper(self) -> None:
        """One that was signed long before the portal came, registered with its scan."""
        began = clock.today() - timedelta(days=700)
        now = _at(clock.today() - timedelta(days=4))
        agreement = self._written(REGISTERED, now, template=DISABILITY, sections=2, cells=False)
        actor = self._coordinator(REGISTERED)
        drafting.set_term(
            actor,
            agreement,
            valid_from=began,
            valid_until=None,
            review_on=clock.today() + timedelta(days=120),
            open_ended=True,
            now=now,
        )
        decided = began - timedelta(days=60)
        facts = [
            DecisionFacts(
                body=body,
                paragraph=f"§ {number}",
                decided_on=decided,
                reference=f"{decided.year}/{number}",
            )
            for number, body in enumerate(
                ("Socialnämnden", "Regionstyrelsen", "Polisregion Nord"), 41
            )
        ]
        parties = [one.organisation_id for one in agreement.parties]
        said = paper.Registered(
            id=new_id(),
            content=make_pdf(working_document(agreement, number=1, made_at=_at(decided))),
            decisions=[
                paper.PaperDecision(party, one) for party, one in zip(parties, facts, strict=True)
            ],
            signatures=[
                paper.PaperSignature(one, "Undertecknat exempel", "Ordförande", began)
                for one in parties
            ],
            with_matrix=False,
        )
        paper.register(actor, agreement, said, now=now, today=clock.today())

    def correct(self) -> None:
        """One in which all parties have agreed to correct a reference number."""
        day = clock.today() - timedelta(days=3)
        actor, agreement = self._holding(CORRECTED, day)
        places = correcting.list_places(agreement)
        place = next(one for one in places if one.about is CorrectionOf.REFERENCE)
        said = correcting.Proposed(
            id=new_id(),
            place=place.key,
            before="",
            after=f"{place.text}-2",
            reason="Ärendet fick ett nytt nummer när det kom till nämnden.",
        )
        correcting.propose(actor, agreement, said, now=_at(day), today=day)
        for party in agreement.parties:
            if party.organisation_id != actor.organisation_id:
                correcting.answer(
                    self._actor(party.organisation),
                    agreement,
                    get_correction(agreement, said.id),
                    agrees=True,
                    reason="",
                    now=_at(day),
                )

    def sign_for_the_county(self) -> None:
        """One for the whole county, begun by the region, with two police areas and a school."""
        began = clock.today() - timedelta(days=40)
        written = _at(began - timedelta(days=200))
        region, police = self._others()
        local, school = self._named(LOCAL_POLICE), self._named(FREE_SCHOOL)
        wanted = Wanted(
            municipalities=[],
            covers_county=True,
            parts={police.id: Part.BOUND, local.id: Part.BOUND, school.id: Part.CONSULTED},
            drafting=[self._named(SIDE_BY_SIDE.municipality).id],
        )
        title = "Placerade barn och unga: överenskommelse för hela länet"
        agreement = self._begun(self._actor(region), written, CHILDREN, wanted, title=title)
        actor = self._actor(region)
        self._write(actor, agreement, CHILDREN_SECTIONS, "länet", written)
        self._fill(actor, agreement, written)
        drafting.set_term(
            actor,
            agreement,
            valid_from=began,
            valid_until=began + timedelta(days=1460),
            review_on=began + timedelta(days=365),
            now=written,
        )
        self._share(actor, agreement, written)
        decided = began - timedelta(days=40)
        self._lock(actor, agreement, decided)
        self._decide(agreement, decided)
        self._sign_on_paper(actor, agreement, began - timedelta(days=14))

    def give_mandates(self) -> None:
        """Everybody who is to sign may, alone; in Nordmaling two of three, together."""
        for name, (body, ground) in MANDATES.items():
            organisation = self._named(name)
            actor = replace(
                self._actor(organisation), name=f"Administratören, {organisation.short_name}"
            )
            people = list_signatories(actor)
            holders = [
                Holder(UUID(account), person, place)
                for place, (account, person) in enumerate(people.items(), start=1)
            ]
            mandate = Mandate(
                id=new_id(),
                body=body,
                ground=ground,
                valid_from=clock.today() - timedelta(days=300),
                valid_until=None,
                needed=min(2, len(holders)),
                in_order=False,
                holders=holders,
            )
            mandates.enter(actor, mandate, now=clock.now(), today=clock.today())

    def draft(self) -> None:
        """A draft that its municipality has only begun on."""
        self._written(DRAFTED, _at(clock.today() - timedelta(days=12)), sections=4, cells=False)

    def draft_successor(self) -> None:
        """The next of one that is in force, which it names, beside another subject in force."""
        now = _at(clock.today() - timedelta(days=5))
        in_force = self._in_force(SIDE_BY_SIDE.municipality, now)
        self._written(
            SIDE_BY_SIDE.municipality,
            now,
            sections=2,
            cells=False,
            replaces=[in_force] if in_force else [],
        )

    def share(self) -> None:
        """A shared text with a suggestion from the region that waits for answers."""
        now = _at(clock.today() - timedelta(days=9))
        agreement = self._written(SHARED, now)
        self._annex(SHARED, agreement, now)
        self._set_coming_term(SHARED, agreement, now)
        self._share(self._coordinator(SHARED), agreement, now)
        region = self._member(OrganisationKind.REGION)
        section = list_sections(agreement)[1]
        negotiation.suggest_text(
            region,
            agreement,
            section.section,
            suggestion_id=new_id(),
            proposed=negotiation.ProposedText(
                section.text.replace("inom tre veckor", "inom två veckor"), section.section.version
            ),
            reason="Vi behöver mötas snabbare när någon skrivs ut från slutenvården.",
            sending=negotiation.Sending(publish=True),
            now=now + timedelta(days=2),
        )
        police = self._member(OrganisationKind.POLICE)
        self._say_ready(police, agreement, now + timedelta(days=1))

    def share_late(self) -> None:
        """A shared text that should have been settled: one party has not read it, one was ready."""
        now = _at(clock.today() - timedelta(days=40))
        agreement = self._written(LATE, now, template=DISABILITY)
        self._set_coming_term(LATE, agreement, now)
        actor = self._coordinator(LATE)
        self._share(actor, agreement, now)
        region = self._member(OrganisationKind.REGION)
        self._say_ready(region, agreement, now + timedelta(days=4))
        section = list_sections(agreement)[0]
        suggestion = negotiation.suggest_text(
            actor,
            agreement,
            section.section,
            suggestion_id=new_id(),
            proposed=negotiation.ProposedText(
                f"{section.text}\n\nVi ser över listan över kontaktpersoner varje år.",
                section.section.version,
            ),
            reason="Listan var gammal förra gången.",
            sending=negotiation.Sending(publish=True),
            now=now + timedelta(days=6),
        )
        police = self._member(OrganisationKind.POLICE)
        for party in (region, police):
            answering.answer(
                party,
                agreement,
                suggestion,
                answer=Answer.ACCEPT,
                reason="",
                now=now + timedelta(days=9),
            )
        self._say_ready(actor, agreement, now + timedelta(days=10))

    def put_to_decision(self) -> None:
        """The next agreement of a municipality that has one: locked, one of three has decided."""
        now = _at(clock.today() - timedelta(days=20))
        agreement = self._written(AT_DECISION, now)
        self._set_coming_term(AT_DECISION, agreement, now)
        actor = self._coordinator(AT_DECISION)
        self._share(actor, agreement, now)
        decided = clock.today() - timedelta(days=6)
        self._lock(actor, agreement, decided)
        self._record(actor, agreement, "Kommunstyrelsen", "§ 118", decided)

    def put_to_signing(self) -> None:
        """Decided by all, signed by none."""
        now = _at(clock.today() - timedelta(days=30))
        agreement = self._written(AT_SIGNING, now)
        self._annex(AT_SIGNING, agreement, now)
        self._set_coming_term(AT_SIGNING, agreement, now)
        actor = self._coordinator(AT_SIGNING)
        self._share(actor, agreement, now)
        decided = clock.today() - timedelta(days=8)
        self._lock(actor, agreement, decided)
        self._record(actor, agreement, "Kommunstyrelsen", "§ 112", decided)
        self._correct(actor, agreement, decided)
        region = self._member(OrganisationKind.REGION)
        deciding.name_bodies(
            region, agreement, bodies=REGION_DECIDES, make_pdf=make_pdf, now=_at(decided)
        )
        for number, body in enumerate(REGION_DECIDES, start=70):
            self._record(region, agreement, body, f"§ {number}", decided)
        police = self._member(OrganisationKind.POLICE)
        self._record(police, agreement, "Polisområdeschefen", "beslut 12", decided)

    def review(self) -> None:
        """One in force that its municipality has reviewed."""
        day = clock.today() - timedelta(days=20)
        said = life.Review(
            id=new_id(),
            on_day=day - timedelta(days=2),
            outcome=ReviewOutcome.KEEP,
            reason="Vi möts inom två veckor i nio fall av tio. Socialjouren behöver en egen rutin.",
            following=day + timedelta(days=365),
        )
        actor, agreement = self._holding(REVIEWED, day)
        life.review(actor, agreement, said, now=_at(day), today=day)

    def give_notice(self) -> None:
        """One in force that will end before its day: its municipality has given notice."""
        day = clock.today() - timedelta(days=10)
        said = life.Notice(
            id=new_id(),
            last=clock.today() + timedelta(days=170),
            reason="Kommunen går in i en gemensam nämnd, som skriver en ny överenskommelse.",
            basis=f"Kommunstyrelsen § 96, {day.isoformat()}, {day.year}/{200 + day.day}",
        )
        actor, agreement = self._holding(ENDED_BY_NOTICE, day)
        life.give_notice(actor, agreement, said, now=_at(day), today=day)

    def prolong(self) -> None:
        """One in force that all have prolonged, on paper."""
        day = clock.today() - timedelta(days=70)
        actor, agreement = self._holding(PROLONGED, day)
        said = life.Prolongation(
            id=new_id(),
            last=clock.today() + timedelta(days=1400),
            review_on=clock.today() + timedelta(days=1100),
        )
        life.prolong(actor, agreement, said, now=_at(day), today=day)
        act = get_agreement(actor, said.id)
        self._share(actor, act, _at(day))
        decided = day + timedelta(days=20)
        self._lock(actor, act, decided)
        self._decide(act, decided)
        self._sign_on_paper(actor, act, decided + timedelta(days=9))

    def add_to(self) -> None:
        """One in force that is read with an addendum, signed on paper."""
        day = clock.today() - timedelta(days=45)
        actor, agreement = self._holding(ADDED_TO, day)
        said = life.Addendum(id=new_id(), first=clock.today() - timedelta(days=2))
        life.add_to(actor, agreement, said, now=_at(day), today=day)
        act = get_agreement(actor, said.id)
        line = list_sections(act)[1]
        nothing = drafting.PromptMarks(said={}, shown={})
        drafting.edit_section(
            actor,
            act,
            line,
            text=line.text.replace("inom tre veckor", "inom två veckor"),
            base_version=line.section.version,
            marks=nothing,
            now=_at(day),
        )
        self._share(actor, act, _at(day))
        decided = day + timedelta(days=20)
        self._lock(actor, act, decided)
        self._decide(act, decided)
        self._sign_on_paper(actor, act, decided + timedelta(days=9))

    def _holding(self, municipality: str, day: date) -> tuple[Actor, Agreement]:
        """What a municipality has in force on the first subject, and its coordinator."""
        actor, found = self._coordinator(municipality), self._in_force(municipality, _at(day))
        if found is None:
            raise NotFoundError
        return actor, get_agreement(actor, found)

    def _set_coming_term(self, municipality: str, agreement: Agreement, now: datetime) -> None:
        first = date(clock.today().year + 1, 1, 1)
        drafting.set_term(
            self._coordinator(municipality),
            agreement,
            valid_from=first,
            valid_until=date(first.year + 2, 12, 31),
            review_on=date(first.year + 1, 1, 31),
            now=now,
        )

    def _template(self, key: str) -> TemplateVersion:
        return db.session.scalars(
            select(TemplateVersion).where(
                TemplateVersion.county_id == self.county_id, TemplateVersion.key == key
            )
        ).one()

    def _in_force(self, municipality: str, now: datetime) -> UUID | None:
        """What a municipality has in force on the first subject, if anything."""
        subject_id = self._template(ADDICTION).subject_id
        place = self._coordinator(municipality).organisation_id
        holding = list_holding(subject_id, [place], now.date())
        return holding[0].id if holding else None

    def _written(
        self,
        municipality: str,
        now: datetime,
        *,
        template: str = ADDICTION,
        sections: int = 9,
        cells: bool = True,
        replaces: Collection[UUID] = (),
    ) -> Agreement:
        actor = self._coordinator(municipality)
        subject = self._template(template).subject.name
        about = "" if template == ADDICTION else f"{subject}: "
        name = "lokal" if about else "Lokal"
        _region, police = self._others()
        agreement = self._begun(
            actor,
            now,
            template,
            Wanted(municipalities=[actor.organisation_id], parts={police.id: Part.BOUND}),
            title=f"{about}{name} överenskommelse, {municipality}",
            replaces=replaces,
        )
        texts = SECTIONS if template == ADDICTION else OTHER_SECTIONS
        self._write(actor, agreement, texts, municipality, now, sections=sections)
        if cells:
            self._fill(actor, agreement, now)
        return agreement

    def _begun(
        self,
        actor: Actor,
        now: datetime,
        template: str,
        wanted: Wanted,
        *,
        title: str,
        replaces: Collection[UUID] = (),
    ) -> Agreement:
        created = creation.start_agreement(
            actor,
            self._template(template).id,
            agreement_id=new_id(),
            title=title,
            wanted=wanted,
            replaces=replaces,
            now=now,
        )
        return get_agreement(actor, created.id)

    def _write(
        self,
        actor: Actor,
        agreement: Agreement,
        texts: Mapping[str, str],
        municipality: str,
        now: datetime,
        *,
        sections: int = 9,
    ) -> None:
        for line in list_sections(agreement)[:sections]:
            keys = [prompt["key"] for prompt in line.section.prompts]
            drafting.edit_section(
                actor,
                agreement,
                line,
                text=texts[line.section.key].format(municipality=municipality),
                base_version=line.section.version,
                marks=drafting.PromptMarks(
                    said=dict.fromkeys(keys, drafting.PromptMark("answered", "")),
                    shown=dict.fromkeys(keys, drafting.PromptMark("open", "")),
                ),
                now=now,
            )

    def _annex(self, municipality: str, agreement: Agreement, now: datetime) -> None:
        """A text and a file that belong to it."""
        actor = self._coordinator(municipality)
        for held in (
            annexes.text_held(ANNEX_TITLE, ANNEX),
            annexes.file_held(FILE_TITLE, one_page(FILE_TITLE, FILE_LINES)),
        ):
            annexes.add(actor, agreement, annex_id=new_id(), held=held, now=now)

    def _fill(self, actor: Actor, agreement: Agreement, now: datetime) -> None:
        shown = get_matrix(agreement)
        base = {
            (row.key, column): value for row in shown.rows for column, value in row.values.items()
        }
        values = dict(base)
        for row in shown.rows:
            if row.check.lacks_responsible:
                values[row.key, "socialtjanst"] = Responsibility.RESPONSIBLE
            for column, value in row.values.items():
                if value is Responsibility.UNSET and column != "socialtjanst":
                    values[row.key, column] = Responsibility.NONE
            if values[row.key, "socialtjanst"] is Responsibility.UNSET:
                values[row.key, "socialtjanst"] = Responsibility.PARTICIPATES
        matrix.fill(actor, agreement, values=values, base=base, now=now)

    def _share(self, actor: Actor, agreement: Agreement, now: datetime) -> None:
        day = now.astimezone(STOCKHOLM).date()
        due = usual(30, agreement.valid_from, day)
        drafting.share(actor, agreement, due_on=due, now=now, today=day)
        db.session.flush()
        db.session.expire(agreement, ["every_party"])
        db.session.expire_all()
        get_agreement(actor, agreement.id)

    def _lock(self, actor: Actor, agreement: Agreement, on: date) -> None:
        """Every party is ready with the text, and it is locked: nothing in it is left open."""
        for party in agreement.parties:
            self._say_ready(self._actor(party.organisation), agreement, _at(on))
        replaces = [one.id for one in list_replaceable(agreement, on) if one.is_within]
        signing.ask_for_decisions(
            actor,
            agreement,
            reasons={},
            replaces=replaces,
            due_on=usual(60, agreement.valid_from, on),
            now=_at(on),
            today=on,
        )

    def _say_ready(self, actor: Actor, agreement: Agreement, now: datetime) -> None:
        negotiation.say(actor, agreement, ReadingKind.READY, revision=agreement.revision, now=now)

    def _decide(self, agreement: Agreement, on: date) -> None:
        deciding_parties = [one for one in agreement.parties if one.decides]
        for number, party in enumerate(deciding_parties):
            actor = self._actor(party.organisation)
            body = DECIDES[party.organisation.kind]
            self._record(actor, agreement, body, f"§ {112 + number}", on)

    def _record(
        self, actor: Actor, agreement: Agreement, body: str, paragraph: str, on: date
    ) -> None:
        facts = DecisionFacts(
            body=body, paragraph=paragraph, decided_on=on, reference=f"{on.year}/{100 + on.day}"
        )
        deciding.record_decision(
            actor, agreement, facts=facts, make_pdf=make_pdf, now=_at(on), today=on
        )

    def _correct(self, actor: Actor, agreement: Agreement, on: date) -> None:
        """Put right a reference that was mistyped."""
        mine = by_party(list_decisions(agreement))[actor.organisation_id][0]
        deciding.correct_decision(
            actor,
            agreement,
            mine,
            facts=replace(mine.facts, reference=f"KS {on.year}/{110 + on.day}"),
            make_pdf=make_pdf,
            # a frozen file is made anew only together with what has just been put right
            now=clock.now(),
            today=on + timedelta(days=1),
        )

    def _coordinator(self, municipality: str) -> Actor:
        return self._actor(self._named(municipality))

    def _named(self, name: str) -> Organisation:
        return db.session.scalars(
            select(Organisation).where(
                Organisation.county_id == self.county_id, Organisation.name == name
            )
        ).one()

    def _others(self) -> tuple[Organisation, Organisation]:
        return self._named("Region Västerbotten"), self._named("Polisområde Västerbotten")

    def _member(self, kind: OrganisationKind) -> Actor:
        region, police = self._others()
        return self._actor(region if kind is OrganisationKind.REGION else police)

    def _actor(self, organisation: Organisation) -> Actor:
        """The organisation's coordinator among the demo's people, else somebody who was once."""
        account = db.session.scalar(
            select(Account)
            .join(Membership, Membership.account_id == Account.id)
            .where(
                Membership.organisation_id == organisation.id,
                Membership.role == Role.COORDINATOR,
            )
        ) or _former_coordinator(organisation)
        return Actor(
            account_id=account.id,
            name=account.name,
            organisation_id=organisation.id,
            organisation_name=organisation.name,
            organisation_kind=organisation.kind,
            county_id=organisation.county_id,
            roles=frozenset({Role.COORDINATOR}),
            session_id=new_id(),
        )


def _former_coordinator(organisation: Organisation) -> Account:
    """Who acted for an organisation, and has no role there any more."""
    name = f"Samordnaren, {organisation.short_name}"
    account = db.session.scalar(select(Account).where(Account.subject == name))
    if account is None:
        account = Account(
            id=new_id(),
            issuer="https://example.org",
            subject=name,
            name=name,
            created_at=clock.now(),
        )
        db.session.add(account)
        db.session.flush()
        audit.record_maintenance(organisation.county_id, "account.imported", account)
    return account


def _at(day: date) -> datetime:
    """Ten in the morning of a day."""
    return datetime.combine(day, time(10), tzinfo=STOCKHOLM)
