"""How long each organisation keeps its part of a plan, and what is kept longer: pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from portal.authz import OrganisationKind
from sip.kernel.refusals import Refusal, SipRuleError
from sip.kernel.vocabulary import KeptFor, RetentionRule

_RULES = {
    OrganisationKind.MUNICIPALITY: RetentionRule.SOCIAL,
    OrganisationKind.REGION: RetentionRule.PATIENT,
    OrganisationKind.CARE_PROVIDER: RetentionRule.PATIENT,
    OrganisationKind.PROVIDER: RetentionRule.PROVIDER,
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


class RetentionRefusal(Refusal):
    """Why it was not noted that a part is kept longer."""

    NOT_A_MUNICIPALITY = "not_a_municipality"
    IS_OVER = "is_over"
    BORN_NEEDED = "born_needed"
    BORN_AHEAD = "born_ahead"
    IS_THIRTY = "is_thirty"
    ENDED_BEFORE = "ended_before"


# SoL 16 kap. 2 a § holds for what ended on this day or later (2025:1501).
INQUIRIES_KEPT_FROM = date(2026, 1, 15)
_KEPT_TO_AGE = 30


def kept_until(
    ground: KeptFor, born: date | None, *, ended_on: date | None, today: date
) -> date | None:
    """Until when something said to be kept for `ground` is: None for good. Raises what is wrong."""
    if ground is not KeptFor.CHILD_INQUIRY:
        return None
    if ended_on is not None and ended_on < INQUIRIES_KEPT_FROM:
        raise SipRuleError(RetentionRefusal.ENDED_BEFORE, field="ground")
    if born is None:
        raise SipRuleError(RetentionRefusal.BORN_NEEDED, field="born")
    if born > today:
        raise SipRuleError(RetentionRefusal.BORN_AHEAD, field="born")
    until = ends_on(born, _KEPT_TO_AGE)
    if until <= today:
        raise SipRuleError(RetentionRefusal.IS_THIRTY, field="born")
    return until


# Which files are kept for research (SoL 16 kap. 4 §): all of some municipalities, and of the others
# those of people born on some days of a month. The days, counties and municipality are those of the
# ordinance on social services as it stood in 2001:937, 7 kap. 2 §.
_WHOLE_COUNTIES = frozenset({"05", "09", "22"})  # Östergötland, Gotland, Västernorrland
_WHOLE_MUNICIPALITIES = frozenset({"212000-1355"})  # Göteborg
_SAMPLE_DAYS = frozenset({5, 15, 25})


def is_of_sample(county: str, number: str | None, born: date | None) -> bool:
    """Whether a municipality keeps what it has of somebody for research.

    `county` is the county's code, `number` the municipality's number as an organisation.
    """
    if county in _WHOLE_COUNTIES or number in _WHOLE_MUNICIPALITIES:
        return True
    return born is not None and born.day in _SAMPLE_DAYS
