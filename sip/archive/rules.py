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
class Trace:
    """That an organisation was in a plan: until a day (None: to the end), or wrote on a day."""

    organisation_id: UUID
    day: date | None


def last_notes(traces: Iterable[Trace], *, ended_on: date) -> Mapping[UUID, date]:
    """The last day each organisation's part was added to; its clock starts there.

    The end of the plan is itself a note in the file of everybody who was still in it.
    """
    last: dict[UUID, date] = {}
    for trace in traces:
        day = trace.day or ended_on
        last[trace.organisation_id] = max(day, last.get(trace.organisation_id, day))
    return last


# A plan that nobody has closed rests once nothing in it has been written for so long. From then on
# it has clocks, so that each organisation sees its day; they count from the last note all the same.
RESTS_AFTER = timedelta(days=180)


def rested_since(today: date) -> date:
    """The last day whose sign of a plan lets it rest today."""
    return today - RESTS_AFTER


def rests(last_sign: date, today: date) -> bool:
    """Whether a plan that was never closed rests."""
    return last_sign <= rested_since(today)


def ends_on(last_note_on: date, years: int) -> date:
    """The first day on which the part is no longer kept."""
    try:
        return last_note_on.replace(year=last_note_on.year + years)
    except ValueError:  # 29 February
        return date(last_note_on.year + years, 3, 1)
