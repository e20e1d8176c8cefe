"""The rules of agreements, written out by hand or worked out another way than the code does."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest

from agreements.refusals import AgreementRuleError, Refusal
from agreements.rules import (
    Answer,
    Responsibility,
    Status,
    SuggestionStatus,
    check_answer,
    check_row,
    check_status,
    check_suggestion,
    check_transition,
    outcome,
)
from agreements.terms import (
    Holding,
    Standing,
    Term,
    check_alone,
    check_lasts,
    check_notice,
    check_review,
    check_term,
    is_in_force,
    meeting,
    months_after,
    standing,
    strongest,
    term_as_json,
    term_from_json,
    with_review,
)

S = Status
MAY_BECOME = {
    (S.DRAFT, S.SHARED),
    (S.DRAFT, S.WITHDRAWN),
    (S.SHARED, S.DECISION),
    (S.SHARED, S.WITHDRAWN),
    (S.DECISION, S.SIGNING),
    (S.DECISION, S.SHARED),
    (S.SIGNING, S.IN_FORCE),
    (S.SIGNING, S.SHARED),
    (S.IN_FORCE, S.SUPERSEDED),
}

FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
TERM = Term(FIRST, LAST, None)
A_DAY = timedelta(days=1)


@pytest.mark.parametrize("current", Status)
@pytest.mark.parametrize("wanted", Status)
def test_every_pair_of_states_is_decided(current: Status, wanted: Status) -> None:
    if (current, wanted) in MAY_BECOME:
        check_transition(current, wanted)
    else:
        with pytest.raises(AgreementRuleError) as refused:
            check_transition(current, wanted)
        assert refused.value.refusal is Refusal.WRONG_STATE


@pytest.mark.parametrize("current", Status)
def test_only_the_named_states_are_allowed(current: Status) -> None:
    if current in {S.DRAFT, S.SHARED}:
        check_status(current, S.DRAFT, S.SHARED)
    else:
        with pytest.raises(AgreementRuleError):
            check_status(current, S.DRAFT, S.SHARED)


@pytest.mark.parametrize(
    ("on", "stands"),
    [
        (FIRST - A_DAY, Standing.UPCOMING),
        (FIRST, Standing.IN_FORCE),
        (LAST - timedelta(days=91), Standing.IN_FORCE),
        (LAST - timedelta(days=90), Standing.EXPIRING),
        (LAST - A_DAY, Standing.EXPIRING),
        (LAST, Standing.EXPIRING),
        (LAST + A_DAY, Standing.EXPIRED),
    ],
)
def test_a_signed_agreement_stands_by_its_days(on: date, stands: Standing) -> None:
    assert standing(Status.IN_FORCE, TERM, on) is stands


@pytest.mark.parametrize("on", [FIRST - A_DAY, FIRST, LAST, LAST + A_DAY])
@pytest.mark.parametrize(
    ("status", "stands"),
    [
        (Status.DRAFT, Standing.DRAFT),
        (Status.SHARED, Standing.SHARED),
        (Status.DECISION, Standing.DECISION),
        (Status.SIGNING, Standing.SIGNING),
        (Status.WITHDRAWN, Standing.ABANDONED),
    ],
)
def test_an_unsigned_agreement_stands_by_its_state(
    status: Status, stands: Standing, on: date
) -> None:
    assert standing(status, TERM, on) is stands


@pytest.mark.parametrize(
    ("on", "stands"),
    [
        (FIRST - A_DAY, Standing.UPCOMING),
        (FIRST, Standing.IN_FORCE),
        (LAST - 11 * A_DAY, Standing.IN_FORCE),
        (LAST - 10 * A_DAY, Standing.EXPIRED),
        (LAST, Standing.EXPIRED),
    ],
)
def test_one_that_another_takes_over_from_holds_until_the_day_before(
    on: date, stands: Standing
) -> None:
    held = Term(FIRST, LAST - 11 * A_DAY, None)
    assert standing(Status.SUPERSEDED, held, on) is stands
    assert is_in_force(Status.SUPERSEDED, held, on) is (stands is Standing.IN_FORCE)


def test_one_that_is_replaced_before_it_begins_never_holds() -> None:
    held = Term(FIRST, FIRST - 11 * A_DAY, None)
    assert all(
        standing(Status.SUPERSEDED, held, FIRST + days * A_DAY) is Standing.EXPIRED
        for days in (-20, -11, -1, 0, 1)
    )


@pytest.mark.parametrize(
    ("day", "following", "refused"),
    [
        (FIRST, None, None),
        (FIRST + 9 * A_DAY, LAST, None),
        (FIRST + 10 * A_DAY, FIRST + 11 * A_DAY, None),
        (FIRST - A_DAY, None, Refusal.REVIEW_DAY),
        (FIRST + 11 * A_DAY, None, Refusal.REVIEW_DAY),
        (FIRST, FIRST + 10 * A_DAY, Refusal.NEXT_REVIEW),
        (FIRST, LAST + A_DAY, Refusal.NEXT_REVIEW),
    ],
)
def test_a_review_has_been_made_and_the_next_is_to_come(
    day: date, following: date | None, refused: Refusal | None
) -> None:
    today = FIRST + 10 * A_DAY
    if refused is None:
        check_review(TERM, LAST, day, following, today)
        return
    with pytest.raises(AgreementRuleError) as broken:
        check_review(TERM, LAST, day, following, today)
    assert broken.value.refusal is refused


@pytest.mark.parametrize(
    ("today", "wanted", "is_right"),
    [
        (FIRST, FIRST, True),
        (FIRST + A_DAY, FIRST, False),
        (FIRST - 9 * A_DAY, FIRST - A_DAY, False),
        (FIRST - 9 * A_DAY, FIRST, True),
        (FIRST, LAST - A_DAY, True),
        (FIRST, LAST, False),
    ],
)
def test_notice_is_for_a_day_to_come_and_before_it_ends_anyway(
    today: date, wanted: date, *, is_right: bool
) -> None:
    if is_right:
        check_notice(TERM, LAST, wanted, today)
        return
    with pytest.raises(AgreementRuleError) as broken:
        check_notice(TERM, LAST, wanted, today)
    assert broken.value.refusal is Refusal.NOTICE_DAY


def test_nothing_is_done_with_what_has_ended() -> None:
    assert check_lasts(Status.IN_FORCE, TERM, LAST) == LAST
    with pytest.raises(AgreementRuleError) as broken:
        check_lasts(Status.SUPERSEDED, TERM, LAST + A_DAY)
    assert broken.value.refusal is Refusal.IS_OVER
    with pytest.raises(AgreementRuleError):
        check_lasts(Status.SIGNING, TERM, FIRST)


@pytest.mark.parametrize(
    ("first", "last", "meets"),
    [
        (FIRST - 9 * A_DAY, FIRST - A_DAY, False),
        (FIRST - 9 * A_DAY, FIRST, True),
        (FIRST + A_DAY, LAST - A_DAY, True),
        (FIRST - A_DAY, LAST + A_DAY, True),
        (LAST, LAST + A_DAY, True),
        (LAST + A_DAY, LAST + 9 * A_DAY, False),
        (None, LAST, False),
        (FIRST, None, False),
    ],
)
def test_two_may_not_hold_on_one_day_unless_one_replaces_the_other(
    first: date | None, last: date | None, *, meets: bool
) -> None:
    other = Holding(uuid4(), "Den förra", FIRST, LAST)
    term = Term(first, last, None)
    check_alone(term, [other], [other.id])
    if not meets:
        check_alone(term, [other], [])
        return
    with pytest.raises(AgreementRuleError) as refused:
        check_alone(term, [other], [])
    assert (refused.value.refusal, refused.value.field) == (Refusal.OVERLAPS, "replaces")


def test_a_short_agreement_expires_from_its_first_day() -> None:
    assert standing(Status.IN_FORCE, Term(FIRST, FIRST + A_DAY, None), FIRST) is Standing.EXPIRING


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize(
    ("on", "within"),
    [(FIRST - A_DAY, False), (FIRST, True), (LAST, True), (LAST + A_DAY, False)],
)
def test_an_agreement_binds_from_its_first_day_through_its_last(
    status: Status, on: date, *, within: bool
) -> None:
    has_been_signed = status in {Status.IN_FORCE, Status.SUPERSEDED}

    assert is_in_force(status, TERM, on) is (within and has_been_signed)


def test_one_until_further_notice_binds_from_its_first_day_on() -> None:
    term = Term(FIRST, None, LAST, open_ended=True)

    for on, binds in ((FIRST - A_DAY, False), (FIRST, True), (date(2999, 1, 1), True)):
        assert is_in_force(Status.IN_FORCE, term, on) is binds
    assert standing(Status.IN_FORCE, term, date(2999, 1, 1)) is Standing.IN_FORCE
    assert standing(Status.IN_FORCE, term, FIRST - A_DAY) is Standing.UPCOMING


def test_one_until_further_notice_meets_whatever_holds_later() -> None:
    term = Term(LAST + A_DAY, None, None, open_ended=True)
    later = Holding(uuid4(), "Den nästa", LAST + 900 * A_DAY, None)

    assert meeting(term, [later, Holding(uuid4(), "Den förra", FIRST, LAST)]) == [later]
    assert meeting(Term(date(2090, 1, 1), date(2091, 1, 1), None), [later]) == [later]


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 11, 30), 60, date(2031, 11, 30)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_the_month(
    day: date, months: int, then: date
) -> None:
    assert months_after(day, months) == then


def test_a_review_that_is_said_stays() -> None:
    openly = Term(FIRST, None, None, open_ended=True)

    assert with_review(openly, 12).review_on == months_after(FIRST, 12)
    assert with_review(replace(openly, review_on=LAST), 12).review_on == LAST
    assert with_review(replace(openly, valid_from=None), 12).review_on is None
    assert with_review(Term(FIRST, LAST, None), 12).review_on is None


@pytest.mark.parametrize(
    "term", [Term(FIRST, None, LAST, open_ended=True), Term(FIRST, LAST, None)]
)
def test_a_term_is_kept_whole(term: Term) -> None:
    assert term_from_json(term_as_json(term)) == term


@pytest.mark.parametrize("term", [Term(None, LAST, None), Term(FIRST, None, None)])
def test_an_agreement_without_both_days_never_binds(term: Term) -> None:
    assert not is_in_force(Status.IN_FORCE, term, FIRST)


# From what tells most to what tells least of a municipality.
TELLING = (
    Standing.IN_FORCE,
    Standing.EXPIRING,
    Standing.UPCOMING,
    Standing.SIGNING,
    Standing.DECISION,
    Standing.SHARED,
    Standing.DRAFT,
    Standing.EXPIRED,
    Standing.MISSING,
)


@pytest.mark.parametrize(("one", "other"), list(product(range(len(TELLING)), repeat=2)))
def test_the_most_telling_standing_counts(one: int, other: int) -> None:
    assert strongest([TELLING[one], TELLING[other]]) is TELLING[min(one, other)]


def test_a_municipality_without_agreements_has_none() -> None:
    assert strongest([]) is Standing.MISSING


@pytest.mark.parametrize(
    ("first", "last", "review", "refusal", "field"),
    [
        (None, None, None, None, None),
        (FIRST, None, None, None, None),
        (None, LAST, None, None, None),
        (FIRST, FIRST + A_DAY, None, None, None),
        (FIRST, FIRST, None, Refusal.DATES_REVERSED, "valid_until"),
        (FIRST, FIRST - A_DAY, None, Refusal.DATES_REVERSED, "valid_until"),
        (FIRST, LAST, FIRST, None, None),
        (FIRST, LAST, LAST, None, None),
        (FIRST, LAST, FIRST - A_DAY, Refusal.REVIEW_OUTSIDE, "review_on"),
        (FIRST, LAST, LAST + A_DAY, Refusal.REVIEW_OUTSIDE, "review_on"),
        (FIRST, None, FIRST - A_DAY, Refusal.REVIEW_OUTSIDE, "review_on"),
        (None, LAST, LAST + A_DAY, Refusal.REVIEW_OUTSIDE, "review_on"),
        (None, None, LAST, None, None),
    ],
)
def test_the_days_of_a_term_must_go_together(
    first: date | None,
    last: date | None,
    review: date | None,
    refusal: Refusal | None,
    field: str | None,
) -> None:
    term = Term(first, last, review)
    if refusal is None:
        check_term(term)
        return
    with pytest.raises(AgreementRuleError) as refused:
        check_term(term)
    assert (refused.value.refusal, refused.value.field) == (refusal, field)


@pytest.mark.parametrize("values", list(product(Responsibility, repeat=2)))
def test_a_row_needs_one_with_the_main_responsibility(
    values: tuple[Responsibility, Responsibility],
) -> None:
    check = check_row("sip", dict(zip(("a", "b"), values, strict=True)))
    count = values.count(Responsibility.RESPONSIBLE)

    assert check.lacks_responsible is (count == 0)
    assert check.has_several is (count == 2)


@pytest.mark.parametrize("number", [2, 3])
@pytest.mark.parametrize("answers", list(product([None, *Answer], repeat=2)))
def test_every_combination_of_answers_has_its_outcome(
    number: int, answers: tuple[Answer | None, Answer | None]
) -> None:
    sponsor, *others = [UUID(int=one) for one in range(1, number + 1)]
    said = answers[: len(others)]
    given = {party: one for party, one in zip(others, said, strict=True) if one is not None}

    assert outcome([sponsor, *others], sponsor, given) is _as_agreed(said)


def _as_agreed(said: tuple[Answer | None, ...]) -> SuggestionStatus:
    """The adoption rule in words: a no ends it; else all must have spoken, and one said yes."""
    if any(one is Answer.REJECT for one in said):
        return SuggestionStatus.REJECTED
    silent = sum(one is None for one in said)
    yes = sum(one is Answer.ACCEPT for one in said)
    return SuggestionStatus.ADOPTED if yes and not silent else SuggestionStatus.PUBLISHED


def test_the_sponsors_own_answer_counts_for_nothing() -> None:
    sponsor, other = UUID(int=1), UUID(int=2)

    own_yes = outcome([sponsor, other], sponsor, {sponsor: Answer.ACCEPT})
    own_no = outcome([sponsor, other], sponsor, {sponsor: Answer.REJECT, other: Answer.ACCEPT})

    assert own_yes is SuggestionStatus.PUBLISHED
    assert own_no is SuggestionStatus.ADOPTED


@pytest.mark.parametrize("status", SuggestionStatus)
@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("answer", Answer)
@pytest.mark.parametrize("reason", ["", "  ", "För dyrt."])
def test_others_answer_what_is_published_and_say_why_not(
    status: SuggestionStatus, answer: Answer, reason: str, *, own: bool
) -> None:
    needs_reason = answer is Answer.REJECT and not reason.strip()
    if status is SuggestionStatus.PUBLISHED and not own and not needs_reason:
        check_answer(answer, reason, own=own, status=status)
        return
    with pytest.raises(AgreementRuleError) as refused:
        check_answer(answer, reason, own=own, status=status)
    expected = Refusal.REASON_NEEDED
    if own:
        expected = Refusal.OWN_SUGGESTION
    if status is not SuggestionStatus.PUBLISHED:
        expected = Refusal.SUGGESTION_CLOSED
    assert refused.value.refusal is expected


@pytest.mark.parametrize(
    ("proposed", "reason", "refusal"),
    [
        ("Vi möts.", "Tydligare.", None),
        ("", "Avsnittet behövs inte.", None),
        ("Vi ses.", "Tydligare.", Refusal.NOTHING_CHANGED),
        (" Vi ses.\n", "Tydligare.", Refusal.NOTHING_CHANGED),
        ("Vi möts.", " \n", Refusal.REASON_NEEDED),
    ],
)
def test_a_suggestion_changes_something_and_says_why(
    proposed: str, reason: str, refusal: Refusal | None
) -> None:
    if refusal is None:
        check_suggestion("Vi ses.", proposed, reason)
        return
    with pytest.raises(AgreementRuleError) as refused:
        check_suggestion("Vi ses.", proposed, reason)
    assert refused.value.refusal is refusal
