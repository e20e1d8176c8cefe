"""Whose consent a plan requires, with children, guardians and representatives."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from portal.personnummer import check_digit, parse
from sip.kernel.refusals import Refusal, SipRuleError
from sip.ledger.by_age import comes_of_age
from sip.ledger.refusals import ConsentRefusal
from sip.ledger.rules import Mandate
from sip.people.queries import counted_birth_date
from sip.people.rules import (
    Need,
    PeopleRefusal,
    Subject,
    check_mandate,
    is_child,
    needed,
    speaks_for_itself,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
KIM, EVA, OLLE, GORAN = (UUID(int=number) for number in range(1, 5))
CHILD, GROWN = date(2016, 5, 1), date(1990, 5, 1)
OF_AGE = comes_of_age(CHILD)
YEAR = Mandate(frozenset({"plan"}), NOW - timedelta(days=1), NOW + timedelta(days=365))


def _needed(
    born: date | None,
    *,
    decides: bool,
    guardians: tuple[UUID, ...] = (),
    mandates: dict[UUID, Mandate] | None = None,
) -> set[Need]:
    subject = Subject(KIM, born, decides)
    return set(needed(subject, guardians=guardians, mandates=mandates or {}, now=NOW))


def test_a_grown_person_consents_alone() -> None:
    assert _needed(GROWN, decides=True) == {Need(KIM, NOW)}
    assert _needed(None, decides=True) == {Need(KIM, NOW)}


def test_nobody_is_taken_for_grown_up_before_the_last_day_their_number_allows() -> None:
    nine = "080060239"  # born in 2008, nobody knows when
    born = counted_birth_date(parse(f"20{nine}{check_digit(nine)}"))

    assert born == date(2008, 12, 31)
    assert is_child(born, NOW)
    assert not is_child(born, datetime(2026, 12, 31, tzinfo=UTC))
    assert _needed(born, decides=True, guardians=(EVA,)) >= {Need(EVA, NOW, comes_of_age(born))}
    assert counted_birth_date(None) is None


def test_an_adults_parents_are_not_asked() -> None:
    assert _needed(GROWN, decides=True, guardians=(EVA,)) == {Need(KIM, NOW)}


def test_a_childs_guardians_consent_until_the_child_is_of_age() -> None:
    assert _needed(CHILD, decides=False, guardians=(EVA, OLLE)) == {
        Need(EVA, NOW, OF_AGE),
        Need(OLLE, NOW, OF_AGE),
        Need(KIM, OF_AGE),
    }


def test_a_mature_child_consents_with_its_guardians() -> None:
    assert _needed(CHILD, decides=True, guardians=(EVA,)) == {
        Need(EVA, NOW, OF_AGE),
        Need(KIM, NOW),
    }


def test_a_child_without_guardians_opens_nothing_alone() -> None:
    assert _needed(CHILD, decides=True) == {Need(KIM, OF_AGE)}
    assert _needed(CHILD, decides=False) == {Need(KIM, OF_AGE)}


def test_a_third_guardian_is_refused() -> None:
    with pytest.raises(SipRuleError) as refused:
        _needed(CHILD, decides=False, guardians=(EVA, OLLE, GORAN))
    assert refused.value.refusal is ConsentRefusal.TOO_MANY_GUARDIANS


def test_a_representative_stands_in_while_the_mandate_lasts_and_then_the_person_is_asked() -> None:
    proxy = Need(GORAN, NOW, YEAR.valid_to, YEAR)

    assert _needed(GROWN, decides=False, mandates={GORAN: YEAR}) == {
        proxy,
        Need(KIM, YEAR.valid_to),
    }
    assert _needed(GROWN, decides=True, mandates={GORAN: YEAR}) == {proxy, Need(KIM, NOW)}


def test_a_mandate_that_has_ended_counts_no_longer() -> None:
    over = Mandate(frozenset({"plan"}), NOW - timedelta(days=9), NOW)

    assert _needed(GROWN, decides=False, mandates={GORAN: over}) == {Need(KIM, NOW)}


def test_a_mandate_that_has_not_begun_replaces_nobody_yet() -> None:
    begins = NOW + timedelta(days=30)
    later = Mandate(frozenset({"plan"}), begins, begins + timedelta(days=365))

    assert _needed(GROWN, decides=False, mandates={GORAN: later}) == {
        Need(KIM, NOW),
        Need(GORAN, begins, later.valid_to, later),
    }


def test_from_fifteen_one_is_supposed_to_speak_for_oneself() -> None:
    assert speaks_for_itself(None, NOW)
    assert speaks_for_itself(date(2011, 11, 1), NOW)
    assert not speaks_for_itself(date(2011, 12, 1), NOW)


def test_one_turns_fifteen_at_the_midnight_of_the_day() -> None:
    born, birthday = date(2012, 3, 1), datetime(2027, 2, 28, 23, tzinfo=UTC)

    assert speaks_for_itself(born, birthday)
    assert not speaks_for_itself(born, birthday - timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("mandate", "refusal"),
    [
        (Mandate(frozenset(), NOW, OF_AGE), PeopleRefusal.MANDATE_NEEDED),
        (Mandate(frozenset({"plan"}), NOW, NOW), PeopleRefusal.MANDATE_REVERSED),
    ],
)
def test_a_mandate_says_what_for_and_ends_after_it_begins(
    mandate: Mandate, refusal: Refusal
) -> None:
    with pytest.raises(SipRuleError) as refused:
        check_mandate(mandate)
    assert refused.value.refusal is refusal
