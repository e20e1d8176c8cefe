"""Asking another municipality to take over a case, answering, and what IVO says of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from agreements.tables import case_functions
from agreements.tables.transfer import CaseTransfer
from agreements.transferring import (
    AT_IVO,
    MAY_APPLY,
    MONTHS_TO_ANSWER,
    MONTHS_TO_RULE,
    Stage,
    TransferAnswer,
    TransferRefusal,
    TransferRuleError,
    TransferRuling,
    check_answer,
    check_day,
    check_other,
    check_withdrawal,
    months_after,
)
from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db, hold
from portal.documents.written import check_all_written, check_written
from portal.errors import check_all
from portal.personal_data import check_all_impersonal, check_impersonal


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of whom: of a municipality of the county, or of one outside by its name.

    The same `id` twice is one (a form sent twice). `sent_on` is when it reached one outside.
    """

    id: UUID
    other: UUID | None
    other_name: str
    sent_on: date | None
    reference: str
    grounds: str
    has_inquiry: bool


def ask(actor: Actor, said: Request, *, now: datetime, today: date) -> None:
    """Ask; the month to answer begins."""
    if db.session.get(CaseTransfer, said.id) is not None:
        return
    sent_on = said.sent_on if said.other is None else today
    check_all(
        lambda: check_other(said.other, said.other_name),
        lambda: check_day(sent_on, date.min, today, field="sent_on"),
        lambda: check_all_impersonal(
            other_name=said.other_name, reference=said.reference, grounds=said.grounds
        ),
        lambda: check_all_written(other_name=said.other_name, grounds=said.grounds),
    )
    asked_on = check_day(sent_on, date.min, today, field="sent_on")
    row = CaseTransfer(
        id=said.id,
        county_id=actor.county_id,
        requester_id=actor.organisation_id,
        other_id=said.other,
        other_name="" if said.other else said.other_name,
        reference=said.reference,
        grounds=said.grounds,
        has_inquiry=said.has_inquiry,
        requested_by=actor.name,
        requested_at=now,
        requested_on=asked_on,
        answer_by=months_after(asked_on, MONTHS_TO_ANSWER),
    )
    db.session.add(row)
    audit.record(actor, "transfer.requested", row)
    db.session.flush()
    case_functions.tell_of_transfer(row.id, "transfer.requested")


@dataclass(frozen=True, slots=True)
class Reply:
    """What the other says, and on which day where it has come on paper.

    `has_read_no`: the page showed that the answer was no.
    """

    answer: TransferAnswer
    reason: str
    reference: str
    day: date | None
    has_read_no: bool


def answer(actor: Actor, transfer: CaseTransfer, said: Reply, *, today: date) -> None:
    """Enter the answer, or a yes after a no: one's own, or on paper from outside the county.

    The same answer twice is one.
    """
    hold(transfer.id)
    db.session.refresh(transfer)
    if _is_answered_so(transfer, said):
        return
    had_refused = transfer.answered_on
    first = had_refused or transfer.requested_on
    told_on = said.day if transfer.other_id is None else today
    check_all(
        lambda: check_answer(
            said.answer, said.reason, transfer.stage(today), has_read_no=said.has_read_no
        ),
        lambda: check_all_impersonal(reason=said.reason, reference=said.reference),
        lambda: check_written("reason", said.reason),
        lambda: check_day(told_on, first, today, field="answered_on"),
    )
    day = check_day(told_on, first, today, field="answered_on")
    if not case_functions.answer_transfer(
        transfer.id, said.answer, said.reason, said.reference, day
    ):
        db.session.refresh(transfer)
        if _is_answered_so(transfer, said):
            return
        raise TransferRuleError(TransferRefusal.ANSWERED_ALREADY)
    _note(actor, transfer, "transfer.changed" if had_refused else "transfer.answered")


def _is_answered_so(transfer: CaseTransfer, said: Reply) -> bool:
    """Whether exactly this is its answer; one's own is of the day when it was first given."""
    is_same = (transfer.answer, transfer.reason) == (said.answer, said.reason)
    is_day = transfer.other_id is not None or transfer.answered_on == said.day
    return is_same and is_day and said.reference in {"", transfer.other_reference}


def withdraw(actor: Actor, transfer: CaseTransfer, reason: str, *, today: date) -> None:
    """Take the request back, and say why. The same reason twice is one."""
    if transfer.withdrawn_why == reason:
        return
    check_withdrawal(reason, transfer.stage(today))
    check_all(
        lambda: check_impersonal("reason", reason),
        lambda: check_written("reason", reason),
    )
    if not case_functions.withdraw_transfer(transfer.id, reason, today):
        db.session.refresh(transfer)
        if transfer.withdrawn_why == reason:
            return
        raise TransferRuleError(TransferRefusal.DECIDED_ALREADY)
    _note(actor, transfer, "transfer.withdrawn")


def apply(
    actor: Actor, transfer: CaseTransfer, day: date | None, reference: str, *, today: date
) -> None:
    """Enter that it has been applied for; the three months of IVO begin. The same twice is one."""
    if day is not None and (transfer.applied_on, transfer.ivo_reference) == (day, reference):
        return
    stage = transfer.stage(today)
    if stage not in MAY_APPLY:
        raise TransferRuleError(TransferRefusal.NOT_YET)
    first = transfer.answer_by if stage is Stage.UNANSWERED else transfer.answered_on
    first = first or transfer.requested_on
    check_all(
        lambda: check_impersonal("ivo_reference", reference),
        lambda: check_day(day, first, today, field="applied_on"),
    )
    applied = check_day(day, first, today, field="applied_on")
    until = months_after(applied, MONTHS_TO_RULE)
    if not case_functions.apply_for_transfer(transfer.id, applied, until, reference):
        db.session.refresh(transfer)
        if (transfer.applied_on, transfer.ivo_reference) == (day, reference):
            return
        raise TransferRuleError(TransferRefusal.NOT_YET, field="applied_on")
    _note(actor, transfer, "transfer.applied")


def rule(
    actor: Actor, transfer: CaseTransfer, ruling: TransferRuling, day: date | None, *, today: date
) -> None:
    """Enter what IVO has decided. The same twice is one."""
    if (transfer.ruling, transfer.ruled_on) == (ruling, day):
        return
    if transfer.stage(today) not in AT_IVO:
        raise TransferRuleError(TransferRefusal.NOT_APPLIED)
    first = transfer.applied_on or transfer.requested_on
    ruled = check_day(day, first, today, field="ruled_on")
    if not case_functions.rule_on_transfer(transfer.id, ruling, ruled):
        db.session.refresh(transfer)
        if (transfer.ruling, transfer.ruled_on) == (ruling, day):
            return
        raise TransferRuleError(TransferRefusal.NOT_APPLIED)
    _note(actor, transfer, "transfer.ruled")


def _note(actor: Actor, transfer: CaseTransfer, act: str) -> None:
    audit.record(actor, act, transfer)
    case_functions.tell_of_transfer(transfer.id, act)
    db.session.expire(transfer)
