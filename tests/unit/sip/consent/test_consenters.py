"""Whose consent a plan requires, by the person's age."""

from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.zone import STOCKHOLM
from sip.kernel.refusals import Refusal, SipRuleError
from sip.ledger.by_age import comes_of_age, required_for
from sip.ledger.refusals import ConsentRefusal
from sip.ledger.rules import Consenter
from tests.unit.sip.consent.story import ADA, DAD, MUM, SISTER

BEGINS = datetime(2026, 3, 2, 9, tzinfo=UTC)
BIRTHDAY = date(2010, 5, 4)
ADULT = datetime(2028, 5, 3, 22, tzinfo=UTC)  # midnight in Sweden, in summer


def _ids() -> Callable[[], UUID]:
    numbers = count(1)
    return lambda: UUID(int=next(numbers))


def _required(
    birth_date: date, *, guardians: Collection[UUID] = (), matures_at: datetime | None = None
) -> tuple[Consenter, ...]:
    return required_for(
        birth_date,
        subject=ADA,
        guardians=guardians,
        begins=BEGINS,
        matures_at=matures_at,
        new_id=_ids(),
    )


@pytest.mark.parametrize(
    ("born", "adult"),
    [
        (BIRTHDAY, ADULT),
        (date(2008, 12, 24), datetime(2026, 12, 23, 23, tzinfo=UTC)),  # in winter
        (date(2008, 2, 29), datetime(2026, 2, 27, 23, tzinfo=UTC)),
        (date(2008, 3, 1), datetime(2026, 2, 28, 23, tzinfo=UTC)),
    ],
)
def test_somebody_comes_of_age_when_their_birthday_begins_in_sweden(
    born: date, adult: datetime
) -> None:
    assert comes_of_age(born) == adult


def test_an_adult_consents_alone_even_if_somebody_was_their_guardian() -> None:
    alone = (Consenter(UUID(int=1), ADA, BEGINS),)

    assert _required(date(1990, 1, 2)) == alone
    assert _required(date(1990, 1, 2), guardians=[MUM, DAD]) == alone
    assert alone[0].replaces is False


def test_both_guardians_of_a_child_consent_until_the_child_does() -> None:
    assert _required(BIRTHDAY, guardians=[MUM, DAD]) == (
        Consenter(UUID(int=1), MUM, BEGINS, ADULT),
        Consenter(UUID(int=2), DAD, BEGINS, ADULT),
        Consenter(UUID(int=3), ADA, ADULT),
    )


def test_a_child_found_mature_enough_consents_beside_its_guardian() -> None:
    mature = BEGINS + timedelta(days=10)

    assert _required(BIRTHDAY, guardians=[MUM], matures_at=mature) == (
        Consenter(UUID(int=1), MUM, BEGINS, ADULT),
        Consenter(UUID(int=2), ADA, mature),
    )


def test_maturity_neither_reaches_back_nor_waits_beyond_eighteen() -> None:
    early = _required(BIRTHDAY, guardians=[MUM], matures_at=BEGINS - timedelta(days=1))
    late = _required(BIRTHDAY, guardians=[MUM], matures_at=ADULT + timedelta(days=1))

    assert early[-1].required_from == BEGINS
    assert late[-1].required_from == ADULT


@pytest.mark.parametrize(
    ("guardians", "why"),
    [
        ([], ConsentRefusal.NOBODY_TO_CONSENT),
        ([MUM, DAD, SISTER], ConsentRefusal.TOO_MANY_GUARDIANS),
    ],
)
def test_a_child_has_one_or_two_guardians(guardians: list[UUID], why: Refusal) -> None:
    with pytest.raises(SipRuleError) as refused:
        _required(BIRTHDAY, guardians=guardians)
    assert (refused.value.refusal, refused.value.field) == (why, "guardians")


def test_a_plan_begun_on_the_eighteenth_birthday_is_an_adults() -> None:
    midnight = datetime(2026, 3, 2, tzinfo=STOCKHOLM)
    found = required_for(
        date(2008, 3, 2),
        subject=ADA,
        guardians=[MUM],
        begins=midnight,
        matures_at=None,
        new_id=_ids(),
    )

    assert found == (Consenter(UUID(int=1), ADA, midnight),)


@settings(derandomize=True, max_examples=100, deadline=None, database=None)
@given(
    born=st.dates(date(2005, 1, 1), date(2026, 3, 1)),
    matures=st.none() | st.integers(-1000, 9000),
    later=st.integers(0, 8000),
)
def test_at_every_moment_from_the_beginning_somebody_is_required(
    born: date, matures: int | None, later: int
) -> None:
    matures_at = None if matures is None else BEGINS + timedelta(days=matures)
    found = _required(born, guardians=[MUM, DAD], matures_at=matures_at)
    at = BEGINS + timedelta(days=later)
    now = {one.person for one in found if one.is_required(at)}

    assert ({MUM, DAD} <= now) == (at < comes_of_age(born))
    assert now.isdisjoint({MUM, DAD}) or {MUM, DAD} <= now
    assert ADA in now or at < comes_of_age(born)
