"""How fast deviations are answered, by the agreement that they are from."""

from datetime import date
from uuid import UUID

from portal.working_days import working_days_after

ANSWER_WITHIN = 10
"""Working days, where an agreement says nothing else."""


def to_answer(_agreement_id: UUID, today: date) -> date:
    """The last day to answer what is reported today."""
    return working_days_after(today, ANSWER_WITHIN)
