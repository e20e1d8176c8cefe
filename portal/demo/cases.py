"""What has gone otherwise than agreed in the demo's county, entered as it was at the time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from agreements.case_terms import MEANWHILE, ends, ladder_of
from agreements.cases import DeviationKind, LevelOutcome, ProposalState
from agreements.tables.agreement import Agreement
from agreements.tables.deviation import Deviation, TemplateProposal
from agreements.tables.dispute import Dispute, DisputeLevel, DisputeReference, DisputeStatement
from agreements.tables.transfer import CaseTransfer
from agreements.transferring import (
    MONTHS_TO_ANSWER,
    MONTHS_TO_RULE,
    TransferAnswer,
    months_after,
)
from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.ids import new_id
from portal.working_days import working_days_after

SIP = ("2. Samordnad individuell plan (SIP)", "sip")
ANSWER_WITHIN = 10


def enter_deviations(own: Actor, other: Actor, agreement: Agreement, now: datetime) -> None:
    """One closed with a lesson, one that is answered, one that waits, and one that is late."""
    closed = _deviation(own, other, agreement, now - timedelta(days=80))
    closed.happened = "Kallelsen gick till fel mottagning två gånger, och mötet sköts upp en månad."
    _answer(closed, other, "Mottagningen hade bytt namn. Kallelser går nu till en gemensam adress.")
    closed.lesson = "Enheter byter namn oftare än överenskommelsen ses över. Skriv funktionen."
    closed.closed_by, closed.closed_by_id = own.name, own.organisation_id
    closed.closed_at = closed.reported_at + timedelta(days=20)
    proposal = TemplateProposal(
        id=new_id(),
        county_id=own.county_id,
        subject_id=agreement.subject_id,
        section=closed.section,
        section_key=closed.section_key,
        proposal="Be parterna skriva till vilken funktion en kallelse går, inte till vilken enhet.",
        lesson=closed.lesson,
        organisation_id=own.organisation_id,
        proposed_at=closed.closed_at,
        status=ProposalState.WAITING,
        reason="",
    )
    answered = _deviation(other, own, agreement, now - timedelta(days=30))
    answered.kind = DeviationKind.UNCLEAR
    answered.happened = "Det gick inte att se vem som håller i uppföljningen när båda är med."
    _answer(answered, own, "Vi har hållit i den hittills. Vi borde skriva det.")
    late = _deviation(own, other, agreement, now - timedelta(days=25))
    late.happened = "Ingen svarade på kallelsen inom den tid som vi har kommit överens om."
    waiting = _deviation(other, own, agreement, now - timedelta(days=3))
    waiting.kind = DeviationKind.NOT_DONE
    waiting.happened = "Ingen från kommunen kom till planeringen inför utskrivningen."
    for row in (closed, answered, late, waiting, proposal):
        db.session.add(row)
        db.session.flush()
    for reporter, row in ((own, closed), (other, answered), (own, late), (other, waiting)):
        audit.record(reporter, "deviation.reported", row)
    audit.record(own, "proposal.made", proposal)


@dataclass(frozen=True, slots=True)
class Disputed:
    """A section and its key, what is asked, and views: whose (by number), at which level."""

    section: tuple[str, str]
    question: str
    said: Sequence[tuple[int, int, str]]


OF_TWO = Disputed(
    SIP,
    "Vem samordnar när både mottagningen och boendestödet har ansvar för insatser?",
    (
        (0, 1, "Regionen har den läkare som ändrar behandlingen, och bör samordna."),
        (1, 1, "Kommunen träffar personen varje vecka, och bör samordna."),
        (0, 2, "Vi kan samordna om regionen är med på varje uppföljning."),
    ),
)
OF_THREE = Disputed(
    ("3. Unga, barn och andra runt personen", "unga-och-narstaende"),
    "Vem kör hem den som är ung när det är långt, och vem är med i bilen?",
    (
        (0, 1, "Vi har en person i jour på natten och kan inte lämna telefonen."),
        (1, 1, "Ambulansen kan inte vara borta fyra timmar för en hemresa."),
        (2, 1, "Vi kan köra, men någon från vården eller socialjouren behöver vara med."),
        (2, 2, "Vi föreslår att jouren i hemkommunen möter oss halvvägs."),
    ),
)


def enter_dispute(
    sides: Sequence[Actor], agreement: Agreement, disputed: Disputed, now: datetime
) -> None:
    """One that has climbed to its second level, where one side has said its view."""
    (section, key), own = disputed.section, sides[0]
    ladder = ladder_of(agreement.id, now.date())
    opened = now - timedelta(days=8)
    lifted = opened.date() + timedelta(days=4)
    row = Dispute(
        id=new_id(),
        county_id=own.county_id,
        agreement_id=agreement.id,
        opener_id=own.organisation_id,
        other_id=sides[1].organisation_id,
        third_id=sides[2].organisation_id if len(sides) > 2 else None,
        municipality_id=own.organisation_id,
        section=section,
        section_key=key,
        place="",
        question=disputed.question,
        meanwhile=MEANWHILE,
        opened_by=own.name,
        opened_at=opened,
        level=2,
        due_on=ends(ladder[1], lifted),
    )
    db.session.add(row)
    db.session.flush()
    within = {"county_id": own.county_id, "dispute_id": row.id}
    for number, step in enumerate(ladder, start=1):
        level = DisputeLevel(
            **within,
            number=number,
            forum=step.forum,
            **{
                f"{which}_function": step.function_of(side.organisation_kind)
                for which, side in zip(("opener", "other", "third"), sides, strict=False)
            },
            working_days=step.working_days,
            days=step.days,
        )
        if number == 1:
            level.started_on, level.ended_on = opened.date(), lifted
            level.outcome, level.lifted_by = LevelOutcome.LIFTED, own.name
        elif number == row.level:
            level.started_on, level.due_on = lifted, row.due_on
        db.session.add(level)
    for which, number, words in disputed.said:
        side = sides[which]
        said_at = opened + timedelta(days=2 * number, hours=which)
        statement = DisputeStatement(
            **within, number=number, organisation_id=side.organisation_id, statement=words
        )
        statement.said_by, statement.said_at = side.name, said_at
        db.session.add(statement)
    reference = f"SN {opened.year}/148"
    db.session.add(
        DisputeReference(**within, organisation_id=own.organisation_id, reference=reference)
    )
    audit.record(own, "dispute.opened", row)
    db.session.flush()


def enter_transfers(own: Actor, other: Actor, now: datetime) -> None:
    """One nobody answered in time, one to answer, one at IVO, a no made yes, and one taken back."""
    year = now.year
    unanswered = _transfer(own, other, f"SN {year}/97", now - timedelta(days=45))
    asked = _transfer(other, own, f"IFO {year}/31", now - timedelta(days=6))
    applied = _transfer(own, None, f"SN {year}/22", now - timedelta(days=60))
    applied.other_name, applied.has_inquiry = "Umbukta kommun", True
    applied.answer = TransferAnswer.REFUSES
    applied.reason = "Vi bedömer att vistelsen här är tillfällig."
    applied.answered_by = applied.applied_by = own.name
    applied.answered_on = applied.requested_on + timedelta(days=12)
    applied.applied_on = applied.answered_on + timedelta(days=10)
    applied.rule_by = months_after(applied.applied_on, MONTHS_TO_RULE)
    applied.ivo_reference = f"3.5-412/{year}"
    changed, taken_back = _changed(other, own, now), _taken_back(own, other, now)
    ours, theirs = (unanswered, applied, taken_back), (asked, changed)
    for asker, row in (*((own, one) for one in ours), *((other, one) for one in theirs)):
        db.session.add(row)
        db.session.flush()
        audit.record(asker, "transfer.requested", row)


def _changed(asker: Actor, own: Actor, now: datetime) -> CaseTransfer:
    changed = _transfer(asker, own, f"IFO {now.year}/8", now - timedelta(days=80))
    changed.answer = TransferAnswer.TAKES_OVER
    changed.reason = "Personen har nu egen bostad här. Vi tar över den första i nästa månad."
    changed.answered_by = changed.refused_by = own.name
    changed.refused_on = changed.requested_on + timedelta(days=9)
    changed.answered_on = changed.refused_on + timedelta(days=14)
    changed.refused_reason = "Vistelsen här var då tillfällig."
    return changed


def _taken_back(asker: Actor, other: Actor, now: datetime) -> CaseTransfer:
    taken_back = _transfer(asker, other, f"SN {now.year}/41", now - timedelta(days=70))
    taken_back.withdrawn_by = asker.name
    taken_back.withdrawn_on = taken_back.requested_on + timedelta(days=5)
    taken_back.withdrawn_why = "Den enskilde bor kvar hos oss, och ärendet med."
    return taken_back


def _transfer(asker: Actor, other: Actor | None, reference: str, at: datetime) -> CaseTransfer:
    return CaseTransfer(
        id=new_id(),
        county_id=asker.county_id,
        requester_id=asker.organisation_id,
        other_id=other.organisation_id if other is not None else None,
        other_name="",
        reference=reference,
        grounds="Anknytningen är starkast till er, och behovet av stöd är varaktigt.",
        has_inquiry=False,
        requested_by=asker.name,
        requested_at=at,
        requested_on=at.date(),
        answer_by=months_after(at.date(), MONTHS_TO_ANSWER),
    )


def _deviation(reporter: Actor, concerned: Actor, agreement: Agreement, at: datetime) -> Deviation:
    section, key = SIP
    return Deviation(
        id=new_id(),
        county_id=reporter.county_id,
        agreement_id=agreement.id,
        organisation_id=reporter.organisation_id,
        concerns_id=concerned.organisation_id,
        municipality_id=agreement.municipality_ids[0],
        from_plan=False,
        kind=DeviationKind.LATE,
        section=section,
        section_key=key,
        place="",
        expected="",
        chosen="",
        reported_at=at,
        answer_by=working_days_after(at.date(), ANSWER_WITHIN),
    )


def _answer(row: Deviation, by: Actor, words: str) -> None:
    row.answer, row.answered_by = words, by.name
    row.answered_at = row.reported_at + timedelta(days=9)
