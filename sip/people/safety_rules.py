"""What keeping somebody out of a plan takes, and letting them back: pure."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from sip.kernel.refusals import PlanRefusal, SipRuleError
from sip.kernel.vocabulary import Standing
from sip.people.rules import PeopleRefusal

# within so many days another handler confirms it of somebody whose say counts, or lets them back;
# until then, and after, it holds
CONFIRM_WITHIN = timedelta(days=7)


def check_said(reason: str, *, has_say: bool) -> None:
    """Raise when somebody whose say counts would be kept out and it is not said why."""
    if has_say and not reason:
        raise SipRuleError(PeopleRefusal.REASON_NEEDED, field="reason")


def check_confirms(confirmed_by: UUID, kept_by: UUID, *, private: Collection[UUID]) -> None:
    """Raise unless somebody else than who kept them out confirms it.

    `private` are the accounts of the plan's private people: none of them confirms anything in it.
    """
    if confirmed_by == kept_by:
        raise SipRuleError(PeopleRefusal.KEPT_OUT_BY_ONE)
    if confirmed_by in private:
        raise SipRuleError(PeopleRefusal.OWN_MATTER)


def check_as_read(read: UUID, standing: UUID) -> None:
    """Raise when the decision that stands is another than the one that was read."""
    if read != standing:
        raise SipRuleError(PeopleRefusal.DECIDED_ANEW)


def may_undo(standing: Standing) -> bool:
    """Whether it can be undone: what they see opens anew, as nothing does in what stands still."""
    return standing is Standing.GOING


def check_lets_back(standing: Standing, lets_back: UUID, *, private: Collection[UUID]) -> None:
    """Raise in a plan that stands still, where what they see would open anew.

    And where one of the plan's private people, whose accounts `private` are, would do it.
    """
    if not may_undo(standing):
        raise SipRuleError(PlanRefusal(standing.value))
    if lets_back in private:
        raise SipRuleError(PeopleRefusal.OWN_MATTER)


def confirm_by(today: date) -> date:
    """The last day that is in time for another handler to confirm it."""
    return today + CONFIRM_WITHIN
