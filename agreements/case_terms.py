"""How fast deviations are answered and disputes climb, by the agreement that they are from."""

from datetime import date, timedelta
from uuid import UUID

from agreements.cases import Step
from portal.working_days import working_days_after

ANSWER_WITHIN = 10
"""Working days, where an agreement says nothing else."""
LADDER = (
    Step("Handläggarna"),
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


def to_answer(_agreement_id: UUID, today: date) -> date:
    """The last day to answer what is reported today."""
    return working_days_after(today, ANSWER_WITHIN)


def ladder_of(_agreement_id: UUID, _today: date) -> tuple[Step, ...]:
    """The levels that a dispute climbs."""
    return LADDER


def meanwhile(_agreement_id: UUID, _today: date) -> str:
    """What holds for the person until a dispute is settled."""
    return MEANWHILE


def ends(step: Step, day: date) -> date | None:
    """The last day of a level that begins on a day; None where it has no clock."""
    if step.working_days is not None:
        return working_days_after(day, step.working_days)
    return None if step.days is None else day + timedelta(days=step.days)
