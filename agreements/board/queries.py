"""Reading the whole county on one subject in four queries."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping

from agreements.expected import Expected, Facts, Following, Task, expected, following
from agreements.known import facts_of
from agreements.queries.agreement import list_subjects
from agreements.queries.paper import list_on_paper
from agreements.readiness import Finding, Kind
from agreements.rules import (
    Standing,
    Status,
    Term,
    is_in_force,
    standing,
    strongest,
)
from agreements.tables import functions
from agreements.tables.template import Subject
from portal.authz import Actor, OrganisationKind
from portal.errors import NotFoundError
from portal.tenancy import queries as tenancy
from portal.tenancy.models import Organisation


@dataclass(frozen=True, slots=True)
class BoardRemark:
    """What was open when a text was locked, and why the parties went on."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class BoardAgreement:
    """One agreement of a municipality. `id` is there only for those who may read it.

    Its term ends when another takes over from it.
    """

    id: UUID | None
    status: Status
    status_at: datetime
    term: Term
    facts: Facts
    sections: int
    written: int
    remarks: Sequence[BoardRemark]

    def expected(self, today: date) -> list[Expected]:
        """What each party is to do, the most pressing first."""
        return expected(self.facts, today)


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One municipality: how it stands, and the agreement and the work in progress behind that."""

    municipality: Organisation
    standing: Standing
    current: BoardAgreement | None
    in_progress: BoardAgreement | None

    def is_late(self, today: date) -> bool:
        """Whether somebody should have done by now what one of the two waits for.

        That the next is not begun, or not signed, says its standing.
        """
        both = [one for one in (self.current, self.in_progress) if one is not None]
        todo = (each for one in both for each in one.expected(today))
        of_next = {Task.RENEW, Task.FINISH}
        return any(each.is_late(today) and each.task not in of_next for each in todo)


@dataclass(frozen=True)
class Board:
    """The county on a day, in one subject. `by_quarter`: (year, quarter) -> municipalities covered.

    `names` are those of the county's organisations; `subjects` all that agreements can be about,
    each with how many municipalities have one in force.
    """

    today: date
    subject: Subject
    subjects: Sequence[tuple[Subject, int]]
    names: Mapping[UUID, str]
    lines: Sequence[BoardLine]
    on_paper: frozenset[UUID]
    by_quarter: Sequence[tuple[int, int, int]]

    @property
    def covered(self) -> int:
        """Municipalities with an agreement in force."""
        return self.counts[Standing.IN_FORCE] + self.counts[Standing.EXPIRING]

    @cached_property
    def counts(self) -> Mapping[Standing, int]:
        """How many municipalities stand how."""
        return {kind: sum(line.standing is kind for line in self.lines) for kind in Standing}


def get_board(actor: Actor, today: date, *, wanted: str = "", quarters: int = 8) -> Board:
    """How the actor's county stands on `today`, and at the end of the last `quarters`.

    `wanted` is the key of a subject; the first for any other.
    """
    subjects = list_subjects(actor)
    if not subjects:
        raise NotFoundError
    subject = next((one for one in subjects if one.key == wanted), subjects[0])
    organisations = tenancy.list_all_organisations(actor)
    names = {one.id: one.short_name for one in organisations}
    kind = OrganisationKind.MUNICIPALITY
    municipalities = [one for one in organisations if one.kind is kind and one.is_offered]
    ends = _ends_of_quarters(today, quarters)
    rows: dict[UUID, list[RowMapping]] = {}
    for row in functions.county_board(ends[0], subject.id):
        rows.setdefault(row["municipality_id"], []).append(row)
    agreements = {place: _agreements(found, today) for place, found in rows.items()}
    lines = [_line(place, agreements.get(place.id, []), today) for place in municipalities]
    covered = Counter(one.subject_id for one in functions.in_force(None, None, today))
    return Board(
        today=today,
        subject=subject,
        subjects=[(one, covered[one.id]) for one in subjects],
        names=names,
        lines=lines,
        on_paper=list_on_paper(),
        by_quarter=[_quarter(agreements, end) for end in ends],
    )


def _agreements(rows: Sequence[RowMapping], today: date) -> list[BoardAgreement]:
    """Those of one municipality."""
    lives = [(Status(row["status"]), row["last_day"]) for row in rows]
    return [
        _agreement(row, today, following(*lives[at], lives[:at] + lives[at + 1 :]))
        for at, row in enumerate(rows)
    ]


def _agreement(row: RowMapping, today: date, after: Following) -> BoardAgreement:
    facts = facts_of(row, today, following=after)
    return BoardAgreement(
        id=row["agreement_id"],
        status=facts.status,
        status_at=facts.since,
        term=facts.term,
        facts=facts,
        sections=row["sections"] or 0,
        written=row["written"] or 0,
        remarks=[_remark(one) for one in row["remarks"] or ()],
    )


def _remark(one: Mapping[str, Any]) -> BoardRemark:
    finding = Finding(Kind(one["kind"]), one["place"], one["name"], one["count"])
    return BoardRemark(finding, one["reason"])


def _line(place: Organisation, agreements: Sequence[BoardAgreement], today: date) -> BoardLine:
    standings = [(standing(one.status, one.term, today), one) for one in agreements]
    best = strongest(kind for kind, _ in standings)
    current = [one for kind, one in standings if kind is best]
    in_progress = [one for one in agreements if one.status not in _SETTLED]
    return BoardLine(
        place,
        best,
        # what took over and what it took over from changed at the same moment
        max(current, key=lambda one: (one.status_at, one.term.end or today), default=None),
        max(in_progress, key=lambda one: one.status_at, default=None),
    )


_SETTLED = {Status.IN_FORCE, Status.SUPERSEDED, Status.WITHDRAWN}


def _ends_of_quarters(today: date, count: int) -> list[date]:
    """The last days of the last `count` quarters; the present one ends today."""
    current = today.year * 4 + (today.month - 1) // 3
    ends = [_last_day(*divmod(index, 4)) for index in range(current - count + 1, current)]
    return [*ends, today]


def _quarter(
    agreements: Mapping[UUID, Sequence[BoardAgreement]], end: date
) -> tuple[int, int, int]:
    """(year, quarter, municipalities) on the quarter's last day.

    An agreement counts from its first day: the board looks back on what was in force, and the
    signing may have come before or after.
    """
    covered = sum(
        any(is_in_force(one.status, one.term, end) for one in ones) for ones in agreements.values()
    )
    return end.year, (end.month - 1) // 3 + 1, covered


def _last_day(year: int, quarter: int) -> date:
    return date(year, quarter * 3 + 3, (31, 30, 30, 31)[quarter])
