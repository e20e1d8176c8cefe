"""Correcting a clerical error in what all have signed: openly, and when every party agrees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from agreements import changes
from agreements.clerical import check_correction
from agreements.matrix.queries import get_matrix
from agreements.queries.formality import list_decisions
from agreements.queries.life import find_amended, list_corrections
from agreements.queries.text import list_sections
from agreements.refusals import AgreementRuleError, Refusal
from agreements.rules import CorrectionOf, CorrectionStatus, check_one_party, parties_of
from agreements.tables.agreement import Agreement
from agreements.tables.decision import Decision
from agreements.tables.life import Correction, CorrectionAnswer
from agreements.terms import check_lasts
from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.errors import NotFoundError
from portal.ids import new_id

OF_A_DECISION = (CorrectionOf.PARAGRAPH, CorrectionOf.REFERENCE, CorrectionOf.DECIDED_ON)


@dataclass(frozen=True, slots=True)
class Place:
    """What can be corrected: a section, the name, or something of a decision; what it says now."""

    about: CorrectionOf
    part: UUID | None
    name: str
    text: str

    @property
    def key(self) -> str:
        """What a form calls it."""
        return key_of(self.about, self.part)


def key_of(about: CorrectionOf, part: UUID | None) -> str:
    """What a form calls a place."""
    return f"{about.value}:{part}" if part else about.value


def list_places(agreement: Agreement) -> list[Place]:
    """Everything in it that could have been typed wrong."""
    sections = [
        Place(
            CorrectionOf.TEXT,
            one.section.id,
            f"{one.section.number}. {one.section.heading}",
            one.text,
        )
        for one in list_sections(agreement)
    ]
    decisions = [
        Place(about, one.id, _named(agreement, one), said)
        for one in list_decisions(agreement)
        for about, said in zip(OF_A_DECISION, _said(one), strict=True)
    ]
    return [*sections, Place(CorrectionOf.TITLE, None, "", agreement.title), *decisions]


def _said(decision: Decision) -> tuple[str, str, str]:
    return decision.paragraph, decision.reference, decision.decided_on.isoformat()


def _named(agreement: Agreement, decision: Decision) -> str:
    return f"{agreement.party_name(decision.organisation_id)}, {decision.body}"


@dataclass(frozen=True, slots=True)
class Proposed:
    """A correction that is proposed: where, what stands there, and what should.

    `before` is asked for in a section alone: of the rest all of it is what stands there.
    """

    id: UUID
    place: str
    before: str
    after: str
    reason: str


def propose(
    actor: Actor, agreement: Agreement, said: Proposed, *, now: datetime, today: date
) -> None:
    """Propose a correction, for every other party to answer. The same `id` twice is one."""
    base = find_amended(actor, agreement) or agreement
    changes.lock(base)
    if db.session.get(Correction, said.id) is not None:
        return
    check_lasts(base.status, base.held, today)
    if any(one.status is CorrectionStatus.OPEN for one in list_corrections(base)):
        raise AgreementRuleError(Refusal.CORRECTION_WAITS)
    place = next((one for one in list_places(agreement) if one.key == said.place), None)
    if place is None:
        raise NotFoundError
    before, after = said.before.strip(), said.after.strip()
    if place.about is not CorrectionOf.TEXT:
        before = place.text
    check_correction(before, after, place.text, _names(agreement))
    if place.about is CorrectionOf.DECIDED_ON:
        _check_day(after, today)
    is_text = place.about is CorrectionOf.TEXT
    correction = Correction(
        id=said.id,
        county_id=agreement.county_id,
        agreement_id=base.id,
        of_id=agreement.id,
        about=place.about,
        section_id=place.part if is_text else None,
        decision_id=None if is_text else place.part,
        before=before,
        after=after,
        reason=said.reason,
        status=CorrectionStatus.OPEN,
        organisation_id=actor.organisation_id,
        proposed_by=actor.name,
        proposed_at=now,
    )
    db.session.add(correction)
    db.session.flush()
    audit.record(actor, "correction.proposed", correction, stream=base.id, about=place.about.value)
    _tell(
        actor,
        base,
        correction,
        "agreement.correction_proposed",
        otherwise="agreement.correction_to_read",
    )


def _names(agreement: Agreement) -> Sequence[str]:
    columns = [one.label for one in get_matrix(agreement).columns]
    return [*columns, *(agreement.party_name(one.organisation_id) for one in agreement.parties)]


def _check_day(written: str, today: date) -> None:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise AgreementRuleError(Refusal.NOT_A_DAY, field="after") from None
    if day > today or day.isoformat() != written:
        refusal = Refusal.DECISION_IN_FUTURE if day > today else Refusal.NOT_A_DAY
        raise AgreementRuleError(refusal, field="after")


def answer(
    actor: Actor,
    agreement: Agreement,
    correction: Correction,
    *,
    agrees: bool,
    reason: str,
    now: datetime,
) -> CorrectionStatus:
    """Answer for the actor's party; what has become of the correction then."""
    changes.lock(agreement)
    db.session.refresh(correction)
    mine = [one for one in correction.answers if one.organisation_id == actor.organisation_id]
    if mine:
        # a double click; anything else is another answer, which is not given
        if (mine[0].agrees, mine[0].reason) == (agrees, reason):
            return correction.status
        raise AgreementRuleError(Refusal.ANSWERED_ALREADY)
    if correction.status is not CorrectionStatus.OPEN:
        raise AgreementRuleError(Refusal.CORRECTION_SETTLED)
    if correction.organisation_id == actor.organisation_id:
        raise AgreementRuleError(Refusal.OWN_SUGGESTION)
    said = [(correction.account_id, correction.organisation_id)]
    said += [(one.account_id, one.organisation_id) for one in correction.answers]
    check_one_party(actor.organisation_id, parties_of(actor.account_id, said))
    if not agrees and not reason.strip():
        raise AgreementRuleError(Refusal.REASON_NEEDED, field="reason")
    given = CorrectionAnswer(
        id=new_id(),
        county_id=agreement.county_id,
        agreement_id=correction.agreement_id,
        correction_id=correction.id,
        organisation_id=actor.organisation_id,
        agrees=agrees,
        reason=reason,
        answered_by=actor.name,
        answered_at=now,
    )
    db.session.add(given)
    try:
        db.session.flush()
    except IntegrityError as error:
        # what it is about has been written anew since (app.take_answer)
        raise AgreementRuleError(Refusal.WORDS_NOT_THERE) from error
    audit.record(actor, "correction.answered", given, stream=agreement.id, agrees=agrees)
    db.session.refresh(correction)
    return _settled(actor, agreement, correction)


def _settled(actor: Actor, agreement: Agreement, correction: Correction) -> CorrectionStatus:
    """What has become of it; told to the others when that is for good."""
    status = correction.status
    if status is not CorrectionStatus.OPEN:
        audit.record(actor, f"correction.{status.value}", correction, stream=agreement.id)
        _tell(actor, agreement, correction, f"agreement.correction_{status.value}")
    return status


def withdraw(actor: Actor, agreement: Agreement, correction: Correction, *, now: datetime) -> None:
    """Take the own party's proposal back."""
    changes.lock(agreement)
    db.session.refresh(correction)
    if correction.organisation_id != actor.organisation_id:
        raise NotFoundError
    status = correction.status
    if status is CorrectionStatus.WITHDRAWN:
        return
    if status is not CorrectionStatus.OPEN:
        raise AgreementRuleError(Refusal.CORRECTION_SETTLED)
    correction.status, correction.settled_at = CorrectionStatus.WITHDRAWN, now
    _settled(actor, agreement, correction)


def _tell(
    actor: Actor, agreement: Agreement, correction: Correction, kind: str, otherwise: str = ""
) -> None:
    changes.tell_others(
        actor,
        agreement,
        kind,
        subject_id=correction.id,
        path=f"/agreements/{agreement.id}/corrections/{correction.id}",
        asks=agreement.bound_ids if otherwise else None,
        otherwise=otherwise,
    )
