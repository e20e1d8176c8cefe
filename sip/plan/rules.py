"""Which dates of a plan can be true. Pure."""

from calendar import monthrange
from datetime import date, datetime, timedelta

from sip.kernel.refusals import Refusal, SipRuleError
from sip.kernel.vocabulary import AskedAbout, Tool


class CoordinationRefusal(Refusal):
    """Why the days of a plan, its lead or its participants were refused."""

    NEED_IN_FUTURE = "need_in_future"
    DUE_BEFORE_PLAN = "due_before_plan"
    DUE_AFTER_END = "due_after_end"
    FOLLOW_UP_IN_PAST = "follow_up_in_past"
    FOLLOW_UP_AFTER_END = "follow_up_after_end"
    HELD_IN_FUTURE = "held_in_future"
    HELD_BEFORE_AGREED = "held_before_agreed"
    HELD_ALREADY = "held_already"
    READMITTED_IN_FUTURE = "readmitted_in_future"
    READMITTED_BEFORE = "readmitted_before"
    READY_BEFORE_READMITTED = "ready_before_readmitted"
    END_IN_PAST = "end_in_past"
    END_BEFORE_PLANNED = "end_before_planned"
    LEAD_IS_NO_PRINCIPAL = "lead_is_no_principal"
    LAST_HANDLER = "last_handler"
    NOT_YOURS_TO_END = "not_yours_to_end"
    SUCCESSOR_NEEDED = "successor_needed"
    SURVEY_IN_PART = "survey_in_part"
    CLOSED_SINCE = "closed_since"
    ASKED_IN_FUTURE = "asked_in_future"
    TOOL_NEEDED = "tool_needed"
    TOOL_OF_VIOLENCE = "tool_of_violence"
    SAID_NEEDED = "said_needed"
    READY_IN_FUTURE = "ready_in_future"
    NOT_THE_REGION = "not_the_region"
    NOT_CLOSED = "not_closed"
    REOPEN_TOO_LATE = "reopen_too_late"
    REOPEN_WITHOUT_CONSENT = "reopen_without_consent"


UNDO_WITHIN = timedelta(days=7)
"""For how long a closing that was a mistake can be undone (app.refuse_case_fields)."""


def check_reopen(closed_at: datetime | None, *, is_consented: bool, now: datetime) -> None:
    """Raise when a plan's closing cannot be undone."""
    if closed_at is None:
        raise SipRuleError(CoordinationRefusal.NOT_CLOSED)
    if now - closed_at > UNDO_WITHIN:
        raise SipRuleError(CoordinationRefusal.REOPEN_TOO_LATE)
    if not is_consented:
        raise SipRuleError(CoordinationRefusal.REOPEN_WITHOUT_CONSENT)


def check_follow_up(due_on: date, *, today: date, ends_on: date | None) -> None:
    """Raise when a follow-up cannot be held then."""
    if due_on < today:
        raise SipRuleError(CoordinationRefusal.FOLLOW_UP_IN_PAST, field="due_on")
    if ends_on is not None and due_on > ends_on:
        raise SipRuleError(CoordinationRefusal.FOLLOW_UP_AFTER_END, field="due_on")


def check_asked(
    kind: AskedAbout, tool: Tool | None, said: str, *, asked_on: date, today: date
) -> None:
    """Raise when what was asked cannot have been, or does not say what is needed of it.

    That FREDA was used says that violence was asked about, so it is kept as that.
    """
    names_tool = kind in {AskedAbout.INSTRUMENT, AskedAbout.OWN_PLAN}
    if asked_on > today:
        raise SipRuleError(CoordinationRefusal.ASKED_IN_FUTURE, field="asked_on")
    if names_tool and tool is None:
        raise SipRuleError(CoordinationRefusal.TOOL_NEEDED, field="tool")
    if tool is Tool.FREDA and kind is not AskedAbout.VIOLENCE:
        raise SipRuleError(CoordinationRefusal.TOOL_OF_VIOLENCE, field="tool")
    if not names_tool and not said:
        raise SipRuleError(CoordinationRefusal.SAID_NEEDED, field="said")


def check_readmitted(admitted_on: date, *, ready_on: date, today: date) -> None:
    """Raise unless somebody who was ready to leave can have been admitted again that day."""
    if admitted_on > today:
        raise SipRuleError(CoordinationRefusal.READMITTED_IN_FUTURE, field="admitted_on")
    if admitted_on < ready_on:
        raise SipRuleError(CoordinationRefusal.READMITTED_BEFORE, field="admitted_on")


CALLED_WITHIN = timedelta(days=3)
"""Until when the fast vårdkontakt calls (lag 2017:612 4 kap. 3 §). The statute's, not agreed."""


def call_due(ready_on: date) -> date:
    """The last day to call to the planning, when somebody was said that day to be ready."""
    return ready_on + CALLED_WITHIN


def check_ready(ready_on: date | None, *, today: date, readmitted_on: date | None) -> None:
    """Raise when nobody can have been told that day: `readmitted_on`, the person came back."""
    if ready_on is not None and ready_on > today:
        raise SipRuleError(CoordinationRefusal.READY_IN_FUTURE, field="ready_on")
    if ready_on is not None and readmitted_on is not None and ready_on < readmitted_on:
        raise SipRuleError(CoordinationRefusal.READY_BEFORE_READMITTED, field="ready_on")


def check_end(ends_on: date | None, *, today: date, latest: date | None) -> None:
    """Raise when the plan cannot end then; `latest` is the last day that something is planned."""
    if ends_on is None:
        return
    if ends_on < today:
        raise SipRuleError(CoordinationRefusal.END_IN_PAST, field="ends_on")
    if latest is not None and ends_on < latest:
        raise SipRuleError(CoordinationRefusal.END_BEFORE_PLANNED, field="ends_on")


def check_need(found_on: date, *, today: date) -> None:
    """Raise when a need is said to have been found on a day to come."""
    if found_on > today:
        raise SipRuleError(CoordinationRefusal.NEED_IN_FUTURE, field="found_on")


def check_held(held_on: date, *, agreed_on: date, today: date) -> None:
    """Raise when a follow-up cannot have been held then."""
    if held_on > today:
        raise SipRuleError(CoordinationRefusal.HELD_IN_FUTURE, field="held_on")
    if held_on < agreed_on:
        raise SipRuleError(CoordinationRefusal.HELD_BEFORE_AGREED, field="held_on")


REPORTED_AFTER_MONTHS = 3
"""After so many months the Social Services Act asks for a report (SoL 34 kap. 1 §)."""


def is_unexecuted(decided_on: date | None, today: date) -> bool:
    """Whether more than three months have gone since the decision."""
    if decided_on is None:
        return False
    month = decided_on.month - 1 + REPORTED_AFTER_MONTHS
    year, month = decided_on.year + month // 12, month % 12 + 1
    last = date(year, month, min(decided_on.day, monthrange(year, month)[1]))
    return today > last
