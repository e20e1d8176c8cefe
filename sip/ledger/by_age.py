"""Whose consent a plan requires by the age of the person, and from when until when. Pure."""

from collections.abc import Callable, Collection
from datetime import date, datetime, time
from uuid import UUID

from portal.zone import STOCKHOLM
from sip.kernel.refusals import SipRuleError
from sip.ledger.refusals import ConsentRefusal
from sip.ledger.rules import Consenter

ADULT_AT = 18
MOST_GUARDIANS = 2


def comes_of_age(birth_date: date) -> datetime:
    """The midnight in Sweden when somebody turns 18."""
    return turns(birth_date, ADULT_AT)


def turns(birth_date: date, age: int) -> datetime:
    """The midnight in Sweden when somebody reaches an age.

    Who was born on 29 February does so on 28 February: where a month lacks the day, its last day
    counts (lagen 1930:173 om beräkning av lagstadgad tid, 2 §).
    """
    year = birth_date.year + age
    try:
        day = birth_date.replace(year=year)
    except ValueError:
        day = date(year, 2, 28)
    return datetime.combine(day, time.min, STOCKHOLM)


def required_for(
    birth_date: date,
    *,
    subject: UUID,
    guardians: Collection[UUID],
    begins: datetime,
    matures_at: datetime | None,
    new_id: Callable[[], UUID],
) -> tuple[Consenter, ...]:
    """Who has to consent from `begins` on; ids are people's in the plan, `new_id` numbers each.

    An adult consents alone. For a child, each guardian does until the child turns 18. The child
    does too from `matures_at`, when somebody has found them mature enough, and at the latest from
    that day.
    """
    adult = comes_of_age(birth_date)
    if adult <= begins:
        return (Consenter(new_id(), subject, begins),)
    if not guardians:
        raise SipRuleError(ConsentRefusal.NOBODY_TO_CONSENT, field="guardians")
    if len(guardians) > MOST_GUARDIANS:
        raise SipRuleError(ConsentRefusal.TOO_MANY_GUARDIANS, field="guardians")
    own = adult if matures_at is None else min(adult, max(begins, matures_at))
    return (
        *(Consenter(new_id(), guardian, begins, adult) for guardian in guardians),
        Consenter(new_id(), subject, own),
    )
