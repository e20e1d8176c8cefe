"""What an agreement says of deviations and disputes, as clocks."""

from datetime import date
from types import SimpleNamespace
from uuid import uuid4

import pytest

from agreements import case_terms
from agreements.case_terms import MEANWHILE, ends, ladder_of, meanwhile, to_answer
from agreements.cases import CaseRefusal, CaseRuleError, Step, check_ladder, check_others
from agreements.facts import Choice, Duration, LadderStep, Unit

FRIDAY = date(2026, 11, 27)
ID = uuid4()


def said(monkeypatch: pytest.MonkeyPatch, key: str, *values: object) -> None:
    """Let the agreement say this, and nothing else."""
    fact = SimpleNamespace(values=values, value=values[0] if values else None)
    facts = {key: fact}
    monkeypatch.setattr(case_terms.facade, "facts_of", lambda _id, _day, *, only: facts)


def test_where_nothing_is_said_the_defaults_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    said(monkeypatch, "other")
    assert to_answer(ID, FRIDAY) == date(2026, 12, 11)
    assert [one.forum for one in ladder_of(ID, FRIDAY)][-1] == "Länssamordningsgruppen"
    assert meanwhile(ID, FRIDAY) == MEANWHILE


def test_an_answer_is_due_as_the_agreement_says(monkeypatch: pytest.MonkeyPatch) -> None:
    said(monkeypatch, "avvikelse-svar-inom", Duration(Unit.WEEKS, 2))
    assert to_answer(ID, FRIDAY) == date(2026, 12, 11)


@pytest.mark.parametrize(
    ("within", "day"),
    [
        (Duration(Unit.AT_ONCE), date(2026, 11, 30)),
        (Duration(Unit.WORKING_DAYS, 5), date(2026, 12, 4)),
        (Duration(Unit.HOURS, 30), date(2026, 11, 29)),
        (Duration(Unit.WEEKS, 1), date(2026, 12, 4)),
        (None, None),
    ],
)
def test_a_level_lasts_as_the_agreement_says(
    monkeypatch: pytest.MonkeyPatch, within: Duration | None, day: date | None
) -> None:
    said(monkeypatch, "tvist-stege", LadderStep("Cheferna", within, region="avdelningschef"))
    (step,) = ladder_of(ID, FRIDAY)
    assert ends(step, FRIDAY) == day
    assert (step.function_of("region"), step.function_of("police")) == ("avdelningschef", "")


def test_another_way_of_going_on_is_pinned_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    said(monkeypatch, "tvist-insatser-fortsatter", Choice("fortsatter", "Fortsätter"))
    assert meanwhile(ID, FRIDAY) == MEANWHILE
    said(monkeypatch, "tvist-insatser-fortsatter", Choice("utsedd", "Ges av den utsedda"))
    assert meanwhile(ID, FRIDAY) == "Personens insatser medan vi är oense: Ges av den utsedda."


def test_a_ladder_has_levels_and_no_clock_of_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    said(monkeypatch, "tvist-stege")
    with pytest.raises(CaseRuleError) as refused:
        check_ladder(ladder_of(ID, FRIDAY))
    assert refused.value.refusal is CaseRefusal.NO_LADDER
    with pytest.raises(CaseRuleError) as refused:
        check_ladder([Step("Cheferna", 5), Step("Styrgruppen", None, 0)])
    assert refused.value.refusal is CaseRefusal.NO_TIME


@pytest.mark.parametrize("count", [0, 3])
def test_a_dispute_has_two_or_three_sides(count: int) -> None:
    parties = [uuid4() for _each in range(4)]
    check_others(parties[:1], parties, field="others")
    check_others(parties[:2], parties, field="others")
    with pytest.raises(CaseRuleError) as refused:
        check_others(parties[:count], parties, field="others")
    assert refused.value.refusal is CaseRefusal.TOO_MANY_SIDES
