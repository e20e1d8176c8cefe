"""How fast deviations are answered and disputes climb, as the agreement that they are from says."""

from datetime import date, timedelta
from uuid import UUID

from agreements import facade
from agreements.cases import Step
from agreements.facts import Choice, Duration, LadderStep, Unit
from portal.authz import OrganisationKind
from portal.working_days import working_days_after

ANSWER_WITHIN = 10
"""Working days, where neither an agreement nor its template says anything."""
LADDER = (
    Step("Handläggarna", 1),
    Step("Enhetscheferna", 5),
    Step("Verksamhetscheferna", 10),
    Step("Den lokala styrgruppen", 20),
    Step("Länssamordningsgruppen"),
)
MEANWHILE = (
    "Personen får sina insatser som vanligt medan frågan löses. Den som ger dem i dag fortsätter,"
    " och vem som betalar gör ni upp efteråt."
)
"""What the law means by that nobody may be left without help while authorities disagree."""
AS_BEFORE = "fortsatter"
"""The choice of the template that says the same."""

_ANSWER, _LADDER, _MEANWHILE = "avvikelse-svar-inom", "tvist-stege", "tvist-insatser-fortsatter"
_DAYS = {Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 30}


def to_answer(agreement_id: UUID, today: date) -> date:
    """The last day to answer what is reported today."""
    fact = facade.facts_of(agreement_id, today, only=[_ANSWER]).get(_ANSWER)
    if fact is not None and isinstance(fact.value, Duration):
        return fact.value.ends(today)
    return working_days_after(today, ANSWER_WITHIN)


def ladder_of(agreement_id: UUID, today: date) -> tuple[Step, ...]:
    """The levels that a dispute climbs."""
    fact = facade.facts_of(agreement_id, today, only=[_LADDER]).get(_LADDER)
    if fact is None:
        return LADDER
    return tuple(_step(one) for one in fact.values if isinstance(one, LadderStep))


def _step(one: LadderStep) -> Step:
    working_days, days = _clock(one.within)
    functions = {kind.value: one.function_of(kind.value) for kind in OrganisationKind}
    return Step(one.forum, working_days, days, functions)


def _clock(within: Duration | None) -> tuple[int | None, int | None]:
    """In working days, or in days; what is to be done at once lies for a working day at most."""
    if within is None:
        return None, None
    match within.unit:
        case Unit.AT_ONCE:
            return 1, None
        case Unit.WORKING_DAYS:
            return within.number, None
        case Unit.HOURS:
            return None, within.roughly_days
        case unit:
            return None, within.number * _DAYS[unit]


def meanwhile(agreement_id: UUID, today: date) -> str:
    """What holds for the person until a dispute is settled."""
    fact = facade.facts_of(agreement_id, today, only=[_MEANWHILE]).get(_MEANWHILE)
    chosen = fact.value if fact is not None else None
    if isinstance(chosen, Choice) and chosen.key != AS_BEFORE:
        return f"Personens insatser medan vi är oense: {chosen.label}."
    return MEANWHILE


def ends(step: Step, day: date) -> date | None:
    """The last day of a level that begins on a day; None where it has no clock."""
    if step.working_days is not None:
        return working_days_after(day, step.working_days)
    return None if step.days is None else day + timedelta(days=step.days)
