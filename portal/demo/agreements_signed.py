"""The demo's agreements that have been signed, and what has been done with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID

from agreements.document import DecisionFacts
from agreements.documents.build import working_document
from agreements.documents.pdf import make_pdf
from agreements.drafting import service as drafting
from agreements.drafting.composing import Wanted
from agreements.life import correcting
from agreements.life import service as life
from agreements.queries.agreement import get_agreement
from agreements.queries.life import get_correction
from agreements.queries.text import list_sections
from agreements.rules import CorrectionOf, Part, ReviewOutcome
from agreements.signing import paper
from agreements.tables.agreement import Agreement
from portal import clock
from portal.authz import OrganisationKind
from portal.demo.agreement_writer import (
    ADDICTION,
    CHILDREN,
    DISABILITY,
    LOB,
    SAID_IN_THE_COUNTY,
    AgreementWriter,
    at_ten,
)
from portal.demo.cases import (
    OF_THREE,
    OF_TWO,
    enter_deviations,
    enter_dispute,
    enter_transfers,
)
from portal.demo.county import FREE_SCHOOL, LOCAL_POLICE
from portal.demo.texts import CHILDREN_SECTIONS, LOB_SECTIONS
from portal.edits import fingerprint
from portal.ids import new_id


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
# a municipality with two subjects in force side by side, and the next of one of them in draft
SIDE_BY_SIDE = Signed("Umeå kommun", -60, 1035)
REGISTERED, CORRECTED = "Norsjö kommun", "Vindelns kommun"
PAPER_BODIES = ("Socialnämnden", "Regionstyrelsen", "Polisregion Nord")
REVIEWED, ENDED_BY_NOTICE, PROLONGED = "Malå kommun", "Norsjö kommun", "Robertsfors kommun"
ADDED_TO = "Storumans kommun"
DEVIATED = "Skellefteå kommun"
# of cases, both with somebody who signs in
MOVED_FROM, MOVED_TO = "Umeå kommun", "Norsjö kommun"


class AgreementsSigned(AgreementWriter):
    """Agreements that are signed, each step in a transaction of its own."""

    def sign_on_paper(self, one: Signed, template: str = ADDICTION) -> None:
        """An agreement that was signed on paper before the portal came."""
        began = clock.today() + timedelta(days=one.began)
        written = at_ten(began - timedelta(days=120))
        agreement = self._written(one.municipality, written, template=template)
        actor = self._coordinator(one.municipality)
        drafting.set_term(
            actor,
            agreement,
            valid_from=began,
            valid_until=clock.today() + timedelta(days=one.ends) if one.ends else None,
            open_ended=one.ends is None,
            review_on=began + timedelta(days=one.reviewed_after),
            seen=fingerprint(drafting.term_as_texts(agreement.term)),
            now=written,
        )
        self._share(actor, agreement, written)
        decided = began - timedelta(days=40)
        self._lock(actor, agreement, decided)
        self._decide(agreement, decided)
        self._sign_on_paper(actor, agreement, began - timedelta(days=14))

    def register_paper(self) -> None:
        """One that was signed long before the portal came, registered with its scan."""
        began = clock.today() - timedelta(days=700)
        now = at_ten(clock.today() - timedelta(days=4))
        agreement = self._written(REGISTERED, now, template=DISABILITY, sections=2, cells=False)
        actor = self._coordinator(REGISTERED)
        drafting.set_term(
            actor,
            agreement,
            valid_from=began,
            valid_until=None,
            review_on=clock.today() + timedelta(days=120),
            open_ended=True,
            seen=fingerprint(drafting.term_as_texts(agreement.term)),
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
            for number, body in enumerate(PAPER_BODIES, 41)
        ]
        parties = [one.organisation_id for one in agreement.parties]
        said = paper.Registered(
            id=new_id(),
            basis=paper.basis_of(agreement),
            content=make_pdf(working_document(agreement, number=1, made_at=at_ten(decided))),
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
        correcting.propose(actor, agreement, said, now=at_ten(day), today=day)
        for party in agreement.parties:
            if party.organisation_id != actor.organisation_id:
                correcting.answer(
                    self._actor(party.organisation),
                    agreement,
                    get_correction(agreement, said.id),
                    agrees=True,
                    reason="",
                    now=at_ten(day),
                )

    def sign_for_the_county(self) -> None:
        """One for the whole county, begun by the region, with two police areas and a school."""
        school, drafts = self._named(FREE_SCHOOL), self._named(SIDE_BY_SIDE.municipality)
        title = "Placerade barn och unga: överenskommelse för hela länet"
        agreement, began = self._of_county(
            CHILDREN, title, 40, parts={school.id: Part.CONSULTED}, drafting=[drafts.id]
        )
        self._sign_of_county(agreement, CHILDREN_SECTIONS, began, 1460)

    def sign_on_lob_for_the_county(self) -> None:
        """One on LOB, for two years, between the region, the police and all municipalities."""
        title = "LOB: överenskommelse för hela länet"
        agreement, began = self._of_county(LOB, title, 300)
        written = at_ten(began - timedelta(days=200))
        region = self._member(OrganisationKind.REGION)
        self._say_facts(region, agreement, written, SAID_IN_THE_COUNTY)
        self._sign_of_county(agreement, LOB_SECTIONS, began, 730)

    def _of_county(
        self,
        template: str,
        title: str,
        ago: int,
        *,
        parts: Mapping[UUID, Part] = MappingProxyType({}),
        drafting: Sequence[UUID] = (),
    ) -> tuple[Agreement, date]:
        """One for the whole county that the region has begun, and its first day so long ago."""
        began = clock.today() - timedelta(days=ago)
        _region, police = self._others()
        bound = {police.id: Part.BOUND, self._named(LOCAL_POLICE).id: Part.BOUND}
        wanted = Wanted(
            municipalities=[], covers_county=True, parts=bound | {**parts}, drafting=[*drafting]
        )
        region = self._member(OrganisationKind.REGION)
        written = at_ten(began - timedelta(days=200))
        return self._begun(region, written, template, wanted, title=title), began

    def _sign_of_county(
        self, agreement: Agreement, texts: Mapping[str, str], began: date, days: int
    ) -> None:
        actor, written = self._member(OrganisationKind.REGION), at_ten(began - timedelta(days=200))
        self._write(actor, agreement, texts, "länet", written)
        self._fill(actor, agreement, written)
        drafting.set_term(
            actor,
            agreement,
            valid_from=began,
            valid_until=began + timedelta(days=days),
            review_on=began + timedelta(days=365),
            seen=fingerprint(drafting.term_as_texts(agreement.term)),
            now=written,
        )
        self._share(actor, agreement, written)
        decided = began - timedelta(days=40)
        self._lock(actor, agreement, decided)
        self._decide(agreement, decided)
        self._sign_on_paper(actor, agreement, began - timedelta(days=14))

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
        life.review(actor, agreement, said, now=at_ten(day), today=day)

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
        life.give_notice(actor, agreement, said, now=at_ten(day), today=day)

    def prolong(self) -> None:
        """One in force that all have prolonged, on paper."""
        day = clock.today() - timedelta(days=70)
        actor, agreement = self._holding(PROLONGED, day)
        said = life.Prolongation(
            id=new_id(),
            last=clock.today() + timedelta(days=1400),
            review_on=clock.today() + timedelta(days=1100),
        )
        life.prolong(actor, agreement, said, now=at_ten(day), today=day)
        act = get_agreement(actor, said.id)
        self._share(actor, act, at_ten(day))
        decided = day + timedelta(days=20)
        self._lock(actor, act, decided)
        self._decide(act, decided)
        self._sign_on_paper(actor, act, decided + timedelta(days=9))

    def add_to(self) -> None:
        """One in force that is read with an addendum, signed on paper."""
        day = clock.today() - timedelta(days=45)
        actor, agreement = self._holding(ADDED_TO, day)
        said = life.Addendum(id=new_id(), first=clock.today() - timedelta(days=2))
        life.add_to(actor, agreement, said, now=at_ten(day), today=day)
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
            now=at_ten(day),
        )
        self._share(actor, act, at_ten(day))
        decided = day + timedelta(days=20)
        self._lock(actor, act, decided)
        self._decide(act, decided)
        self._sign_on_paper(actor, act, decided + timedelta(days=9))

    def deviate(self) -> None:
        """One in force that did not always go as it says, and on which two are not of one mind."""
        own, agreement = self._holding(DEVIATED, clock.today())
        other = self._member(OrganisationKind.REGION)
        enter_deviations(own, other, agreement, clock.now())
        enter_dispute((own, other), agreement, OF_TWO, clock.now())
        driver, of_county = self._holding(MOVED_FROM, clock.today(), LOB)
        police = self._member(OrganisationKind.POLICE)
        enter_dispute((driver, other, police), of_county, OF_THREE, clock.now())
        enter_transfers(self._coordinator(MOVED_FROM), self._coordinator(MOVED_TO), clock.now())
