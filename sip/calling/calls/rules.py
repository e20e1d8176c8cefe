"""Summons and invitations: who gets which, who may answer, and until when. Pure."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from portal.authz import OrganisationKind
from portal.zone import STOCKHOLM
from sip.kernel.days import day_of
from sip.kernel.refusals import Refusal, SipRuleError
from sip.kernel.vocabulary import PRINCIPALS, CallKind, CallStatus

# Kinds of organisation that can be called at all
CALLABLE = PRINCIPALS | {
    OrganisationKind.POLICE,
    OrganisationKind.SCHOOL,
    OrganisationKind.PROBATION,
    OrganisationKind.STATE_CARE,
    OrganisationKind.SOCIAL_INSURANCE,
    OrganisationKind.EMPLOYMENT,
    OrganisationKind.CARE_PROVIDER,
    OrganisationKind.PROVIDER,
    OrganisationKind.SHELTER,
    OrganisationKind.ASSOCIATION,
    OrganisationKind.OTHER_AUTHORITY,
}


class CallRefusal(Refusal):
    """Why something cannot be done with a call."""

    CLOSED = "closed"
    SUMMONS_BINDS = "summons_binds"
    NOT_CONSENTED = "not_consented"
    ALREADY_CALLED = "already_called"
    SAME_UNIT = "same_unit"
    UNIT_ELSEWHERE = "unit_elsewhere"
    TOLD_ALREADY = "told_already"


def kind_for(organisation: OrganisationKind) -> CallKind:
    """A principal is summoned; everybody else is invited."""
    return CallKind.SUMMONS if organisation in PRINCIPALS else CallKind.INVITATION


FIRST = (OrganisationKind.REGION, OrganisationKind.MUNICIPALITY)
"""Those without whom there is no SIP, in the order in which they are called."""


def place_of(organisation: OrganisationKind) -> int:
    """Where a kind of organisation stands among those who can be called: the region first."""
    return FIRST.index(organisation) if organisation in FIRST else len(FIRST)


WITHOUT_A_TIME = timedelta(days=14)
"""For how long a call waits where the parties have said that no time holds."""


def answer_by(sent_at: datetime, agreed: date | None) -> datetime:
    """Until when, the last day with it, an answer may come; `agreed` is that day if there is one.

    It does not move when the call is forwarded.
    """
    last = agreed if agreed is not None else day_of(sent_at + WITHOUT_A_TIME)
    return datetime.combine(last, time(23, 59), STOCKHOLM)


def reminder_at(due: datetime, days_before: int) -> datetime:
    """When somebody who has not answered by then is reminded of the day `due`."""
    return due - timedelta(days=days_before)


def is_late(status: CallStatus, due: datetime, now: datetime) -> bool:
    """Whether nobody has answered and the day `due` has come."""
    return status is CallStatus.SENT and due <= now


def check_waiting(status: CallStatus) -> None:
    """Raise when the call has been answered or withdrawn."""
    if status is not CallStatus.SENT:
        raise SipRuleError(CallRefusal.CLOSED)


def check_unanswered(answered_at: datetime | None) -> None:
    """Raise when somebody has answered the question already."""
    if answered_at is not None:
        raise SipRuleError(CallRefusal.TOLD_ALREADY)


def check_forward(status: CallStatus, at: UUID | None, to: UUID) -> None:
    """Raise unless a call that lies at unit `at` may go on to unit `to`."""
    check_waiting(status)
    if at == to:
        raise SipRuleError(CallRefusal.SAME_UNIT, field="unit")


def check_decline(kind: CallKind, status: CallStatus) -> None:
    """Raise for a summons: it binds the principal, who can only pass it to the right unit."""
    if kind is CallKind.SUMMONS:
        raise SipRuleError(CallRefusal.SUMMONS_BINDS)
    check_waiting(status)
