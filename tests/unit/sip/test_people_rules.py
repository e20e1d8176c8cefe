"""Whose consent a plan requires, with children, guardians and representatives."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from portal.personnummer import check_digit, parse
from sip.kernel.refusals import Refusal, SipRuleError
from sip.kernel.vocabulary import Capacity
from sip.ledger.by_age import comes_of_age, turns
from sip.ledger.refusals import ConsentRefusal
from sip.ledger.rules import Mandate
from sip.people.queries import Born, born_by
from sip.people.rules import (
    Need,
    PeopleRefusal,
    Subject,
    asked_from,
    check_document,
    check_mandate,
    check_replaces,
    check_settles,
    is_child,
    needed,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
KIM, EVA, OLLE, GORAN = (UUID(int=number) for number in range(1, 5))
CHILD, GROWN = date(2016, 5, 1), date(1990, 5, 1)
OF_AGE = comes_of_age(CHILD)
YEAR = Mandate(frozenset({"plan"}), NOW - timedelta(days=1), NOW + timedelta(days=365))


def _needed(
    born: date | None,
    *,
    is_asked: bool | None = None,
    guardians: tuple[UUID, ...] = (),
    mandates: dict[UUID, Mandate] | None = None,
) -> set[Need]:
    subject = Subject(KIM, born, is_asked)
    return set(needed(subject, guardians=guardians, mandates=mandates or {}, now=NOW))


def test_a_grown_person_consents_alone_whatever_was_decided_of_them_as_a_child() -> None:
    for decided in (None, True, False):
        assert _needed(GROWN, is_asked=decided) == {Need(KIM, NOW)}
        assert _needed(None, is_asked=decided) == {Need(KIM, NOW)}


def test_nobody_is_taken_for_grown_up_before_the_last_day_their_number_allows() -> None:
    nine = "080060239"  # born in 2008, nobody knows when
    born = born_by(parse(f"20{nine}{check_digit(nine)}"))

    assert born == Born(date(2008, 12, 31), is_open=True)
    assert born.counted is not None
    assert is_child(born.counted, NOW)
    assert not is_child(born.counted, datetime(2026, 12, 31, tzinfo=UTC))
    ends = comes_of_age(born.counted)
    assert _needed(born.counted, guardians=(EVA,)) >= {Need(EVA, NOW, ends)}


def test_an_adults_parents_are_not_asked() -> None:
    assert _needed(GROWN, guardians=(EVA,)) == {Need(KIM, NOW)}


def test_a_childs_guardians_consent_until_the_child_is_of_age_and_the_child_from_fifteen() -> None:
    assert _needed(CHILD, guardians=(EVA, OLLE)) == {
        Need(EVA, NOW, OF_AGE),
        Need(OLLE, NOW, OF_AGE),
        Need(KIM, turns(CHILD, 15)),
    }


def test_a_child_that_is_not_to_be_asked_is_asked_from_eighteen() -> None:
    assert _needed(CHILD, is_asked=False, guardians=(EVA,)) == {
        Need(EVA, NOW, OF_AGE),
        Need(KIM, OF_AGE),
    }


def test_a_mature_child_consents_with_its_guardians() -> None:
    assert _needed(CHILD, is_asked=True, guardians=(EVA,)) == {
        Need(EVA, NOW, OF_AGE),
        Need(KIM, NOW),
    }


@pytest.mark.parametrize(("age", "is_asked_now"), [(14, False), (15, True), (16, True), (17, True)])
def test_who_is_fifteen_to_seventeen_is_asked_until_somebody_decides(
    age: int, *, is_asked_now: bool
) -> None:
    born = date(NOW.year - age, 11, 1)
    asked = Need(KIM, NOW) if is_asked_now else Need(KIM, turns(born, 15))

    assert asked in _needed(born, guardians=(EVA,))
    assert Need(KIM, NOW) not in _needed(born, is_asked=False, guardians=(EVA,))


def test_a_child_without_guardians_opens_nothing_alone_nor_with_a_proxy() -> None:
    for decided in (None, True, False):
        assert _needed(CHILD, is_asked=decided) == {Need(KIM, OF_AGE)}
        assert Need(KIM, OF_AGE) in _needed(CHILD, is_asked=decided, mandates={GORAN: YEAR})


def test_a_third_guardian_is_refused() -> None:
    with pytest.raises(SipRuleError) as refused:
        _needed(CHILD, guardians=(EVA, OLLE, GORAN))
    assert refused.value.refusal is ConsentRefusal.TOO_MANY_GUARDIANS


def test_a_representative_comes_beside_the_person_while_the_mandate_lasts() -> None:
    proxy = Need(GORAN, NOW, YEAR.valid_to, YEAR)

    assert _needed(GROWN, mandates={GORAN: YEAR}) == {proxy, Need(KIM, NOW)}


def test_a_mandate_that_has_ended_counts_no_longer() -> None:
    over = Mandate(frozenset({"plan"}), NOW - timedelta(days=9), NOW)

    assert _needed(GROWN, mandates={GORAN: over}) == {Need(KIM, NOW)}


def test_a_mandate_that_has_not_begun_counts_from_when_it_does() -> None:
    begins = NOW + timedelta(days=30)
    later = Mandate(frozenset({"plan"}), begins, begins + timedelta(days=365))

    assert _needed(GROWN, mandates={GORAN: later}) == {
        Need(KIM, NOW),
        Need(GORAN, begins, later.valid_to, later),
    }


@pytest.mark.parametrize("capacity", list(Capacity))
def test_only_a_forvaltare_and_a_framtidsfullmakt_can_answer_in_the_persons_place(
    capacity: Capacity,
) -> None:
    if capacity in {Capacity.FORVALTARE, Capacity.FUTURE_ATTORNEY}:
        check_replaces(capacity, GROWN, NOW)
        with pytest.raises(SipRuleError) as refused:
            check_replaces(capacity, CHILD, NOW)
        assert refused.value.refusal is PeopleRefusal.REPLACES_A_CHILD
    else:
        with pytest.raises(SipRuleError) as refused:
            check_replaces(capacity, GROWN, NOW)
        assert refused.value.refusal is PeopleRefusal.STANDS_BESIDE


TODAY = NOW.date()


@pytest.mark.parametrize(
    ("document", "on", "refusal", "field"),
    [
        ("", TODAY, PeopleRefusal.DOCUMENT_NEEDED, "document"),
        ("Beslut", None, PeopleRefusal.DOCUMENT_NEEDED, "document_on"),
        ("Beslut", TODAY + timedelta(days=1), PeopleRefusal.DOCUMENT_AHEAD, "document_on"),
    ],
)
def test_a_change_rests_on_a_paper_of_a_day_that_has_been(
    document: str, on: date | None, refusal: Refusal, field: str
) -> None:
    with pytest.raises(SipRuleError) as refused:
        check_document(document, on, TODAY)
    assert (refused.value.refusal, refused.value.field) == (refusal, field)
    check_document("Beslut", TODAY, TODAY)


def test_a_change_is_confirmed_once_and_by_somebody_else() -> None:
    check_settles(EVA, OLLE, private={KIM}, is_settled=False)
    for settled_by, is_settled, why in [
        (OLLE, False, PeopleRefusal.ONE_HANDLER),
        (EVA, True, PeopleRefusal.ALREADY_SETTLED),
        (KIM, False, PeopleRefusal.OWN_MATTER),
    ]:
        with pytest.raises(SipRuleError) as refused:
            check_settles(settled_by, OLLE, private={KIM}, is_settled=is_settled)
        assert refused.value.refusal is why


def test_one_turns_fifteen_at_the_midnight_of_the_day() -> None:
    born, birthday = date(2012, 3, 1), datetime(2027, 2, 28, 23, tzinfo=UTC)

    assert asked_from(Subject(KIM, born), born, birthday) == birthday


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
