"""How long each organisation keeps its part of a plan, and which forms a copy has: pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from portal.authz import OrganisationKind
from sip.kernel.vocabulary import RetentionRule

_RULES = {
    OrganisationKind.MUNICIPALITY: RetentionRule.SOCIAL,
    OrganisationKind.REGION: RetentionRule.PATIENT,
}


def rule_of(kind: OrganisationKind) -> RetentionRule:
    """The rule for an organisation of this kind."""
    return _RULES.get(kind, RetentionRule.OTHER)


@dataclass(frozen=True, slots=True)
class Note:
    """That an organisation's part was added to on a day, or left on it; None: on the last day."""

    organisation_id: UUID
    day: date | None


def last_notes(notes: Iterable[Note], *, ended_on: date) -> Mapping[UUID, date]:
    """The last day each organisation's part was added to; its clock starts there.

    The end of the plan is itself a note in the file of everybody who was still in it.
    """
    last: dict[UUID, date] = {}
    for note in notes:
        day = note.day or ended_on
        last[note.organisation_id] = max(day, last.get(note.organisation_id, day))
    return last


# A plan that nobody has closed is inactive once nothing in it has been written for so long. From
# then on it has clocks, so that each organisation sees its day; they count from the last note all
# the same.
INACTIVE_AFTER = timedelta(days=180)


def inactive_since(today: date) -> date:
    """The day on which, or before which, an inactive plan was last written in."""
    return today - INACTIVE_AFTER


def is_inactive(last_written_on: date, today: date) -> bool:
    """Whether a plan that was never closed is inactive today."""
    return last_written_on <= inactive_since(today)


def ends_on(last_note_on: date, years: int) -> date:
    """The first day on which the part is no longer kept."""
    try:
        return last_note_on.replace(year=last_note_on.year + years)
    except ValueError:  # 29 February
        return date(last_note_on.year + years, 3, 1)
