"""How ready an agreement is, from what it says: what stops the lock and what asks for a reason."""

from datetime import date, timedelta

import pytest

from agreements.readiness import (
    CheckedRow,
    FactsCheck,
    Finding,
    Kind,
    Level,
    Readiness,
    SectionCheck,
    check_lock,
    check_measure,
    check_section,
    check_text,
    readiness,
)
from agreements.readings import Stand
from agreements.refusals import AgreementRuleError, Refusal
from agreements.terms import Term

FIRST, LAST = date(2027, 1, 1), date(2028, 12, 31)
TODAY = date(2026, 11, 27)
A_DAY = timedelta(days=1)
TERM = Term(FIRST, LAST, date(2027, 12, 1))
STARTER = "- **Kallelse:** [vem] kallar senast [antal] dagar före mötet, genom [sätt]."
WRITTEN = "- **Kallelse:** socialtjänsten kallar senast fem dagar före mötet, genom brev."
ROW = check_measure("radgivning", "Rådgivning", "", ["socialtjanst"])


def _section(text: str = WRITTEN, *states: str, starter: str = STARTER) -> SectionCheck:
    prompts = [{"state": state or "open", "note": note} for state, _, note in
               (one.partition("|") for one in states)]  # fmt: skip
    return check_section("sip", "2. SIP", check_text(text, starter), prompts)


def _found(
    *sections: SectionCheck,
    term: Term = TERM,
    today: date = TODAY,
    rows: tuple[CheckedRow, ...] = (ROW,),
    suggestions: int = 0,
    stands: tuple[tuple[str, str, Stand], ...] = (),
    facts: FactsCheck | None = None,
    is_matrix_untouched: bool = False,
) -> Readiness:
    return readiness(
        term,
        today,
        sections=sections or (_section(),),
        rows=rows,
        open_suggestions=suggestions,
        stands=stands,
        facts=facts,
        is_matrix_untouched=is_matrix_untouched,
    )


def _kinds(found: Readiness) -> list[Kind]:
    return [one.kind for one in found.findings]


def test_a_written_agreement_is_complete() -> None:
    found = _found(_section(WRITTEN, "answered", "not_relevant|Har vi inte."))
    assert found.is_complete
    assert (found.written, found.gaps, found.settled, found.questions) == (1, 0, 2, 2)
    check_lock(found, {})


@pytest.mark.parametrize(
    "text",
    [
        STARTER,
        STARTER + " ",
        STARTER.replace(",", " ,\n"),
        STARTER.upper(),
        STARTER.replace("**", "") + " .",
        STARTER.replace("[", "").replace("]", ""),
        STARTER.replace(" [antal]", ""),
        STARTER + " x",
    ],
)
def test_the_templates_text_is_no_text_of_the_parties(text: str) -> None:
    check = _section(text, "answered")
    assert check.is_untouched
    assert not check.is_written
    assert check.settled == 0
    assert {Kind.UNTOUCHED, Kind.HOLLOW_ANSWERS} <= set(_kinds(_found(check)))


@pytest.mark.parametrize("text", ["", " \n\t", "-", "**", "…"])
def test_a_text_without_words_is_empty(text: str) -> None:
    assert _kinds(_found(_section(text))) == [Kind.EMPTY]


def test_a_gap_that_is_left_is_found_where_it_stands() -> None:
    found = _found(_section(WRITTEN + " Telefon [nummer].", "answered", "answered"))
    assert found.findings == (
        Finding(Kind.GAPS, "sip", "2. SIP", 1),
        Finding(Kind.HOLLOW_ANSWERS, "sip", "2. SIP", 2),
    )
    assert found.settled == 0


@pytest.mark.parametrize(
    ("states", "kinds"),
    [
        (("open",), [Kind.OPEN_QUESTIONS]),
        (("not_relevant| ",), [Kind.UNEXPLAINED]),
        (("not_relevant|[varför]",), [Kind.UNEXPLAINED]),
        (("open", "not_relevant"), [Kind.OPEN_QUESTIONS, Kind.UNEXPLAINED]),
        (("answered",), []),
    ],
)
def test_questions_are_answered_or_set_aside_with_a_note(
    states: tuple[str, ...], kinds: list[Kind]
) -> None:
    assert _kinds(_found(_section(WRITTEN, *states))) == kinds


@pytest.mark.parametrize(
    ("row", "kinds"),
    [
        (check_measure("r", "Stöd", "", []), [Kind.NO_RESPONSIBLE]),
        (check_measure("r", "Stöd", "", ["a", "b"]), [Kind.SEVERAL_RESPONSIBLE]),
        (check_measure("r", "Stöd till [vem]", "", ["a"]), [Kind.ROW_GAPS]),
        (check_measure("r", "Stöd", "Gäller XX", ["a"]), [Kind.ROW_GAPS]),
    ],
)
def test_a_measure_has_one_main_responsible_and_a_whole_name(
    row: CheckedRow, kinds: list[Kind]
) -> None:
    assert _kinds(_found(rows=(row,))) == kinds


def test_a_fact_with_a_gap_stops_and_one_set_aside_without_a_reason_asks() -> None:
    found = _found(facts=FactsCheck({}, {}, {"vem": ("Vem kallar", 2)}, {"sip": 3}))
    assert found.stops == (Finding(Kind.FACT_GAPS, "vem", "Vem kallar", 2),)
    assert found.asks == (Finding(Kind.FACTS_UNEXPLAINED, "sip", "2. SIP", 3),)


def test_a_matrix_that_nobody_has_said_anything_of_asks_for_a_reason() -> None:
    found = _found(is_matrix_untouched=True)
    assert found.asks == (Finding(Kind.MATRIX_UNTOUCHED),)
    assert not found.stops
    assert _kinds(_found(is_matrix_untouched=True, rows=())) == [Kind.NO_MEASURES]


@pytest.mark.parametrize(
    ("term", "today", "kinds"),
    [
        (Term(None, LAST, LAST), TODAY, [Kind.NO_FIRST_DAY]),
        (Term(FIRST, None, LAST), TODAY, [Kind.NO_LAST_DAY]),
        (Term(LAST, FIRST, None), TODAY, [Kind.DAYS_REVERSED, Kind.NO_REVIEW]),
        (Term(FIRST, LAST, LAST + A_DAY), TODAY, [Kind.REVIEW_OUTSIDE]),
        (Term(FIRST, LAST, FIRST - A_DAY), TODAY, [Kind.REVIEW_OUTSIDE]),
        (Term(FIRST, LAST, None), TODAY, [Kind.NO_REVIEW]),
        (TERM, LAST + A_DAY, [Kind.EXPIRED]),
        (TERM, FIRST, []),
        (TERM, FIRST + A_DAY, [Kind.BEGUN]),
        (TERM, LAST, [Kind.REVIEW_PASSED, Kind.BEGUN]),
    ],
)
def test_the_days_are_there_and_ahead(term: Term, today: date, kinds: list[Kind]) -> None:
    assert _kinds(_found(term=term, today=today)) == kinds


def test_suggestions_and_parties_that_are_not_ready_stop() -> None:
    stands = tuple((stand.value, stand.value, stand) for stand in Stand)
    found = _found(suggestions=2, stands=stands)
    assert {one.level for one in found.findings} == {Level.STOP}
    assert [(one.kind, one.place, one.count) for one in found.findings] == [
        (Kind.OPEN_SUGGESTIONS, "", 2),
        (Kind.NOT_READY, "silent", 1),
        (Kind.NOT_READY, "read", 1),
        (Kind.READY_LAPSED, "lapsed", 1),
    ]


def test_what_stops_is_not_passed_by_any_reason() -> None:
    found = _found(_section(STARTER))
    with pytest.raises(AgreementRuleError) as refused:
        check_lock(found, {one.key: "Vi hinner inte." for one in found.findings})
    assert refused.value.refusal is Refusal.NOT_READY


@pytest.mark.parametrize("reason", ["", "  ", ".", "[skäl]", "XX"])
def test_what_asks_passes_only_with_a_reason_of_its_own(reason: str) -> None:
    found = _found(_section(WRITTEN, "open"), term=Term(FIRST, LAST, None))
    questions, review = found.asks
    with pytest.raises(AgreementRuleError) as refused:
        check_lock(found, {questions.key: "Utreds i vår.", review.key: reason})
    assert (refused.value.refusal, refused.value.field) == (Refusal.REASON_NEEDED, review.key)
    check_lock(found, {questions.key: "Utreds i vår.", review.key: "Bestäms i januari."})
