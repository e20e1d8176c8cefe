"""The seam between plans and agreements: who answers for a measure, and what to say otherwise.

Nothing else in SIP imports anything of agreements, and agreements know nothing of plans.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from agreements import facade


@dataclass(frozen=True, slots=True)
class AgreedMeasure:
    """A measure as the agreement in force has it. `cells` are (actor, organisation, value)."""

    agreement_id: UUID
    agreement: str
    section: str
    row_key: str
    phase: str
    title: str
    responsible: tuple[str, ...]
    responsible_ids: frozenset[UUID]
    cells: tuple[tuple[str, str, str], ...]

    def is_as_agreed(self, organisation_id: UUID | None) -> bool:
        """Whether the agreement lets this organisation answer for it, or names nobody."""
        return not self.responsible_ids or organisation_id in self.responsible_ids

    @property
    def expected(self) -> str:
        """Who the agreement names, as words."""
        return ", ".join(self.responsible)


def list_measures(municipality_id: UUID, day: date) -> tuple[AgreedMeasure, ...]:
    """The measures of the municipality's agreement in force on `day`; none without one."""
    return tuple(_agreed(one) for one in facade.list_measures(municipality_id, day))


def find_measure(municipality_id: UUID, row_key: str, day: date) -> AgreedMeasure | None:
    """One measure by its key, if the agreement in force has it."""
    found = (one for one in list_measures(municipality_id, day) if one.row_key == row_key)
    return next(found, None)


def is_changed(
    measure: AgreedMeasure | None, *, chosen_in: UUID | None, organisation_id: UUID | None
) -> bool:
    """Whether another agreement than the one a measure was chosen from says something else now.

    `measure` is what the agreement in force says of it; None when it does not name it any more.
    """
    if measure is None:
        return True
    return measure.agreement_id != chosen_in and not measure.is_as_agreed(organisation_id)


def _agreed(measure: facade.Measure) -> AgreedMeasure:
    return AgreedMeasure(
        agreement_id=measure.agreement_id,
        agreement=measure.agreement,
        section=measure.section,
        row_key=measure.row_key,
        phase=measure.phase,
        title=measure.title,
        responsible=tuple(dict.fromkeys(one.organisation for one in measure.responsible)),
        responsible_ids=frozenset(
            one.organisation_id for one in measure.cells if measure.takes(one.organisation_id)
        ),
        cells=tuple((one.column, one.organisation, one.value) for one in measure.cells),
    )
