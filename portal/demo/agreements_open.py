"""The demo's agreements that are on their way, one at each stage."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from agreements.documents.pdf import make_pdf
from agreements.mandate import Holder, Mandate
from agreements.mandates import service as mandates
from agreements.mandates.queries import list_signatories
from agreements.matrix import columns
from agreements.matrix.queries import get_matrix
from agreements.negotiation import answering, outline
from agreements.negotiation import service as negotiation
from agreements.queries.text import list_sections
from agreements.rules import Answer
from agreements.signing import deciding
from agreements.tables.agreement import Agreement
from portal import clock
from portal.authz import Actor, OrganisationKind
from portal.demo.agreement_writer import DISABILITY, AgreementWriter, at_ten
from portal.demo.agreements_signed import SIDE_BY_SIDE
from portal.edits import fingerprint
from portal.ids import new_id

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


class AgreementsOpen(AgreementWriter):
    """Agreements that are not signed yet, each step in a transaction of its own."""

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
        """A draft that its municipality has only begun on, with a column of its own."""
        now = at_ten(clock.today() - timedelta(days=12))
        agreement = self._written(DRAFTED, now, sections=4, cells=False)
        actor = self._coordinator(DRAFTED)
        columns.add_column(
            actor,
            agreement,
            column_id=new_id(),
            label="Elevhälsa",
            organisation_id=actor.organisation_id,
            now=now,
        )

    def draft_successor(self) -> None:
        """The next of one that is in force, which it names, beside another subject in force."""
        now = at_ten(clock.today() - timedelta(days=5))
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
        now = at_ten(clock.today() - timedelta(days=9))
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
        self._suggest_outline(region, agreement, now + timedelta(days=3))

    def _suggest_outline(self, actor: Actor, agreement: Agreement, now: datetime) -> None:
        """A measure that the agreement lacks, and a name that says what it is about."""
        phase = get_matrix(agreement).rows[0].phase
        hint = "Unga till 23 år och deras närstående kan komma dit utan remiss."
        for wanted, reason in (
            (
                outline.row_added(phase=phase, title="Ungdomsmottagning", hint=hint),
                "Mottagningen öppnade i våras, och ingen av oss har den i sin lista.",
            ),
            (
                outline.renamed(agreement, f"Skadligt bruk och beroende, {SHARED}"),
                "Det syns i namnet vad överenskommelsen gäller, när vi får fler.",
            ),
        ):
            negotiation.suggest_outline(
                actor,
                agreement,
                suggestion_id=new_id(),
                wanted=wanted,
                reason=reason,
                sending=negotiation.Sending(publish=True),
                now=now,
            )

    def share_late(self) -> None:
        """A shared text that should have been settled: one party has not read it, one was ready."""
        now = at_ten(clock.today() - timedelta(days=40))
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
                read="",
                now=now + timedelta(days=9),
            )
        self._say_ready(actor, agreement, now + timedelta(days=10))

    def put_to_decision(self) -> None:
        """The next agreement of a municipality that has one: locked, one of three has decided."""
        now = at_ten(clock.today() - timedelta(days=20))
        agreement = self._written(AT_DECISION, now)
        self._set_coming_term(AT_DECISION, agreement, now)
        actor = self._coordinator(AT_DECISION)
        self._share(actor, agreement, now)
        decided = clock.today() - timedelta(days=6)
        self._lock(actor, agreement, decided)
        self._record(actor, agreement, "Kommunstyrelsen", "§ 118", decided)

    def put_to_signing(self) -> None:
        """Decided by all, signed by none."""
        now = at_ten(clock.today() - timedelta(days=30))
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
            region,
            agreement,
            bodies=REGION_DECIDES,
            seen=fingerprint(deciding.bodies_as_texts(())),
            make_pdf=make_pdf,
            now=at_ten(decided),
        )
        for number, body in enumerate(REGION_DECIDES, start=70):
            self._record(region, agreement, body, f"§ {number}", decided)
        police = self._member(OrganisationKind.POLICE)
        self._record(police, agreement, "Polisområdeschefen", "beslut 12", decided)
