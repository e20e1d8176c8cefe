"""Reading the whole county on one subject in one statement (app.board)."""

import json
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from agreements.expected import Expected, Following, Task, expected, following
from agreements.known import facts_of
from agreements.readiness import Finding, Kind
from agreements.rules import Status
from agreements.tables import functions
from agreements.terms import Standing, Term, days_in_force, standing, strongest
from portal.errors import NotFoundError

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BoardSubject:
    """What agreements can be about: in how many municipalities one on it is in force."""

    key: str
    name: str
    name_en: str
    covered: int
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality: its short name, and where the map has it if it is on it."""

    id: str
    name: str
    tile_label: str | None
    tile_row: int | None
    tile_column: int | None


@dataclass(frozen=True, slots=True)
class BoardRemark:
    """What was open when a text was locked, and why the parties went on."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class BoardAgreement:
    """One agreement of a municipality, made once. `id` is there only for those who may read it.

    Its term ends when another takes over from it. `expected` is what each party is to do, the most
    pressing first, `due_on` until when it is shared or settled.
    """

    id: UUID | None
    status: Status
    term: Term
    due_on: date | None
    expected: Sequence[Expected]
    sections: int
    written: int
    on_paper: bool
    remarks: Sequence[BoardRemark]


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One municipality: how it stands, and the agreement and the work in progress behind that."""

    municipality: Municipality
    standing: Standing
    current: BoardAgreement | None
    in_progress: BoardAgreement | None

    def is_late(self, today: date) -> bool:
        """Whether somebody should have done by now what one of the two waits for.

        That the next is not begun, or not signed, says its standing.
        """
        both = (one for one in (self.current, self.in_progress) if one is not None)
        todo = (each for one in both for each in one.expected)
        of_next = {Task.RENEW, Task.FINISH}
        return any(each.is_late(today) and each.task not in of_next for each in todo)


@dataclass(frozen=True)
class Board:
    """The county on a day, in one subject. `by_quarter`: (year, quarter) -> municipalities covered.

    `names` are those of the county's organisations by id, `subjects` what agreements can be about.
    """

    today: date
    subjects: Sequence[BoardSubject]
    names: Mapping[str, str]
    lines: Sequence[BoardLine]
    by_quarter: Sequence[tuple[int, int, int]]

    @cached_property
    def subject(self) -> BoardSubject:
        """What the agreements are about."""
        return next(one for one in self.subjects if one.is_shown)

    @property
    def covered(self) -> int:
        """Municipalities with an agreement in force."""
        return self.counts[Standing.IN_FORCE] + self.counts[Standing.EXPIRING]

    @cached_property
    def counts(self) -> Mapping[Standing, int]:
        """How many municipalities stand how."""
        every = [line.standing for line in self.lines]
        return {kind: every.count(kind) for kind in Standing}


@dataclass(frozen=True, slots=True)
class _Life:
    """Where and when an agreement holds; `words` is all that is known of it, as JSON."""

    place: str
    status: Status
    since: datetime
    term: Term
    words: str


def get_board(today: date, *, wanted: str = "", quarters: int = 8) -> Board:
    """How the asker's county stands on `today`, and at the end of the last `quarters`.

    `wanted` is the key of a subject; the first for any other.
    """
    ends = _ends_of_quarters(today, quarters)
    found: dict[str, list[str]] = {}
    for one in functions.board(wanted, ends[0], today):
        found.setdefault(one.part, []).append(one.content)
    subjects, organisations = (json.loads(found[name][0] or "[]") for name in _WHOLE)
    if not subjects:
        raise NotFoundError
    lives: dict[str, list[_Life]] = {}
    for life in map(_life, found.get("agreement", ())):
        lives.setdefault(life.place, []).append(life)
    return Board(
        today=today,
        subjects=[BoardSubject(**one) for one in subjects],
        names={one["id"]: one["name"] for one in organisations},
        lines=[
            _line(one, lives.get(one["id"], []), today) for one in organisations if one["is_shown"]
        ],
        by_quarter=_by_quarter(lives.values(), ends),
    )


_WHOLE = ("subjects", "organisations")


# Most of a board says what it said an hour ago: what follows from the words of one agreement, and
# from nothing else, is worked out once.
@lru_cache(maxsize=2048)
def _life(words: str) -> _Life:
    known = json.loads(words)
    status, last_day = Status(known["status"]), _day(known["last_day"])
    is_open = known["open_ended"] and last_day is None
    term = Term(_day(known["valid_from"]), last_day, _day(known["review_on"]), is_open)
    since = datetime.fromisoformat(known["status_at"])
    return _Life(known["municipality_id"], status, since, term, words)


def _line(place: Json, lives: Sequence[_Life], today: date) -> BoardLine:
    standings = [standing(one.status, one.term, today) for one in lives]
    best = strongest(standings)
    current = [one for one, kind in zip(lives, standings, strict=True) if kind is best]
    in_progress = [one for one in lives if one.status not in _SETTLED]
    # what took over and what it took over from changed at the same moment
    shown = max(current, key=lambda one: (one.since, one.term.end or today), default=None)
    working = max(in_progress, key=lambda one: one.since, default=None)
    made = _made(shown, lives, today)
    return BoardLine(
        Municipality(
            place["id"],
            place["name"],
            place["tile_label"],
            place["tile_row"],
            place["tile_column"],
        ),
        best,
        made,
        made if working is shown else _made(working, lives, today),
    )


def _made(life: _Life | None, every: Sequence[_Life], today: date) -> BoardAgreement | None:
    if life is None:
        return None
    others = [(one.status, one.term.valid_until) for one in every if one is not life]
    after = following(life.status, life.term.valid_until, others)
    return _agreement(life.words, today, after)


@lru_cache(maxsize=2048)
def _agreement(words: str, today: date, after: Following) -> BoardAgreement:
    known = json.loads(words)
    facts = facts_of(_typed(known), today, following=after)
    return BoardAgreement(
        id=_id(known["agreement_id"]),
        status=facts.status,
        term=facts.term,
        due_on=facts.due_on,
        expected=expected(facts, today),
        sections=known["sections"] or 0,
        written=known["written"] or 0,
        on_paper=known["on_paper"],
        remarks=[_remark(one) for one in known["remarks"] or ()],
    )


def _typed(known: Json) -> Json:
    """What JSON tells of an agreement as the database's types."""
    return {
        **known,
        "status_at": datetime.fromisoformat(known["status_at"]),
        "creator_id": UUID(known["creator_id"]),
        **{name: _day(known[name]) for name in _DAYS},
        **{name: [UUID(one) for one in known[name] or ()] for name in _PARTIES},
    }


_DAYS = ("valid_from", "last_day", "review_on", "due_on")
_PARTIES = ("party_ids", "bound_ids", "done")


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _id(written: str | None) -> UUID | None:
    return UUID(written) if written else None


def _remark(one: Json) -> BoardRemark:
    finding = Finding(Kind(one["kind"]), one["place"], one["name"], one["count"])
    return BoardRemark(finding, one["reason"])


_SETTLED = {Status.IN_FORCE, Status.SUPERSEDED, Status.WITHDRAWN}


def _ends_of_quarters(today: date, count: int) -> list[date]:
    """The last days of the last `count` quarters; the present one ends today."""
    current = today.year * 4 + (today.month - 1) // 3
    ends = [_last_day(*divmod(index, 4)) for index in range(current - count + 1, current)]
    return [*ends, today]


def _by_quarter(
    places: Iterable[Sequence[_Life]], ends: Sequence[date]
) -> list[tuple[int, int, int]]:
    """(year, quarter, municipalities covered on its last day), the first before.

    An agreement counts from its first day: the board looks back on what was in force, and the
    signing may have come before or after.
    """
    covered = Counter(end for lives in places for end in _covered(lives, ends))
    return [(end.year, (end.month - 1) // 3 + 1, covered[end]) for end in ends]


def _covered(lives: Iterable[_Life], ends: Sequence[date]) -> set[date]:
    """Which of some days, in order, a municipality is covered on."""
    held = filter(None, (days_in_force(one.status, one.term) for one in lives))
    return {
        end
        for first, last in held
        for end in ends[bisect_left(ends, first) : bisect_right(ends, last)]
    }


def _last_day(year: int, quarter: int) -> date:
    return date(year, quarter * 3 + 3, (31, 30, 30, 31)[quarter])
