"""What the board says of each municipality, and in which order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from flask import url_for

from agreements import finding_words, words
from agreements.board.queries import Board, BoardAgreement, BoardLine
from agreements.expected import Expected, Task
from agreements.rules import SIGNED, Status
from agreements.terms import Standing, Term
from portal.web.filters import listed, short_date
from portal.web.i18n import choice
from portal.web.i18n import gettext as _

# What needs somebody first. The rest is on its way or in order.
URGENT = (
    Standing.MISSING,
    Standing.EXPIRED,
    Standing.SIGNING,
    Standing.DECISION,
    Standing.EXPIRING,
)


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A municipality as the board shows it: `term` are the dates of what has been signed.

    `status` is its kind in portal/web/statuses.py, `anchor` where its row is on the page.
    `is_late`: somebody should have done by now what it waits for, or have reviewed it. `remarks`
    are what was open when its text was locked, and why; of the one in progress if there is.
    """

    line: BoardLine = field(compare=False)
    name: str
    anchor: str
    status: str
    next_step: str
    agreement_id: UUID | None
    is_late: bool
    on_paper: bool
    term: Term | None
    remarks: tuple[tuple[str, str], ...]

    @property
    def waiting(self) -> dict[str, str]:
        """It among what is to be done first (components/lists.html)."""
        return {
            "label": self.name,
            "url": f"#{self.anchor}",
            "status": "late" if self.is_late else self.status,
            "detail": self.next_step,
        }


def _row(line: BoardLine, board: Board) -> BoardRow:
    todo = line.in_progress.expected if line.in_progress else ()
    first = (board.names.get(str(one.party), "") for one in todo if one.task is todo[0].task)
    return _kept_row(line, tuple(dict.fromkeys(first)), board.today, choice())


@lru_cache(maxsize=2048)
def _kept_row(line: BoardLine, parties: tuple[str, ...], today: date, _choice: str) -> BoardRow:
    """Made once of a municipality's agreements, those it waits for, a day and a language."""
    current, place = line.current, line.municipality
    is_signed = current is not None and current.status in SIGNED
    signed = current if is_signed else None
    told = line.in_progress or signed
    return BoardRow(
        line=line,
        name=place.name,
        anchor=f"kommun-{place.id}",
        status=line.standing.value,
        next_step=_next_step(line, parties, today),
        agreement_id=_shown(line),
        is_late=line.is_late(today),
        on_paper=current is not None and current.on_paper,
        term=signed.term if signed else None,
        remarks=tuple((finding_words.finding(r.finding), r.reason) for r in told.remarks)
        if told
        else (),
    )


@dataclass(frozen=True, slots=True)
class ShownSubject:
    """A subject to look at, and in how many municipalities an agreement on it is in force."""

    name: str
    url: str
    covered: int
    is_shown: bool


@dataclass(frozen=True, slots=True)
class BoardPage:
    """Everything on the board."""

    board: Board
    rows: Sequence[BoardRow]
    every: Sequence[BoardRow]
    first: tuple[BoardRow, ...]
    wanted: str
    order: str

    @property
    def subject(self) -> str:
        """What the agreements are about."""
        return words.subject_name(self.board.subject)

    @property
    def subjects(self) -> list[ShownSubject]:
        """Each subject with how far the county has come; none where there is but one."""
        if len(self.board.subjects) == 1:
            return []
        return [
            ShownSubject(
                words.subject_name(one),
                url_for("board.show", subject=one.key),
                one.covered,
                one.is_shown,
            )
            for one in self.board.subjects
        ]

    @property
    def subject_key(self) -> str:
        """What the address says of the subject: nothing of the first."""
        return "" if self.board.subjects[0].is_shown else self.board.subject.key

    def order_url(self, order: str) -> str:
        """The table in another order, filtered as it is; "" is by name."""
        asked = {"subject": self.subject_key, "status": self.wanted, "order": order}
        wishes: dict[str, Any] = {name: wish for name, wish in asked.items() if wish}
        return url_for("board.show", _anchor="h-table", **wishes)

    def direction(self, order: str) -> str | None:
        """What a head of the table says when the table is in its order."""
        return "ascending" if order == self.order else None

    @property
    def total(self) -> int:
        """Municipalities in the county."""
        return len(self.every)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Kinds that occur, with how many."""
        return [(kind.value, count) for kind, count in self.board.counts.items() if count]

    @property
    def tiles(self) -> tuple[tuple[str, str, str, int, int], ...]:
        """The map (components/tiles.html), for municipalities that have a place on it."""
        every = ((row, row.line.municipality) for row in self.every)
        return tuple(
            (
                place.tile_label or row.name,
                f"#{row.anchor}",
                row.status,
                place.tile_row + 1,
                place.tile_column + 1,
            )
            for row, place in every
            if place.tile_row is not None and place.tile_column is not None
        )


def board_page(board: Board, *, wanted: str, order: str) -> BoardPage:
    """Put the board together, filtered and sorted as asked; unknown wishes are no wishes."""
    every = [_row(line, board) for line in board.lines]
    kinds = {kind.value for kind in Standing}
    wanted = wanted if wanted in kinds else ""
    order = order if order in _ORDERS else ""
    rows = [row for row in every if not wanted or row.status == wanted]
    rows = _ORDERS[order](rows) if order else rows
    first = [row for kind in URGENT for row in every if row.line.standing is kind]
    calm = [row for row in every if row.line.standing not in URGENT]
    first += [row for row in calm if row.is_late]
    return BoardPage(board, rows, every, tuple(first), wanted, order)


def _by_status(rows: Sequence[BoardRow]) -> list[BoardRow]:
    urgency = [*URGENT, *(kind for kind in Standing if kind not in URGENT)]
    return sorted(rows, key=lambda row: urgency.index(row.line.standing))


def _by_end(rows: Sequence[BoardRow]) -> list[BoardRow]:
    def end(row: BoardRow) -> str:
        until = row.term.end if row.term else None
        return until.isoformat() if until else "~"

    return sorted(rows, key=end)


_ORDERS = {"status": _by_status, "end": _by_end}


def _shown(line: BoardLine) -> UUID | None:
    """The agreement that its name leads to: one that the reader may read."""
    both = (one for one in (line.current, line.in_progress) if one is not None)
    return next((one.id for one in both if one.id is not None), None)


def _next_step(line: BoardLine, parties: Sequence[str], today: date) -> str:
    if line.in_progress is None:
        return _standing_step(line, today)
    step = _progress(line.in_progress, parties)
    if line.in_progress is line.current:
        return step
    return _("Ny överenskommelse: %(step)s", step=step)


def _standing_step(line: BoardLine, today: date) -> str:
    term = line.current.term if line.current else Term(None, None, None)
    todo = line.current.expected if line.current else ()
    for one in todo:
        if one.task is Task.RENEW:
            return _renewal_step(one, today)
    match line.standing:
        case Standing.MISSING:
            return _("Ingen överenskommelse påbörjad")
        case Standing.UPCOMING:
            return _("Börjar gälla %(day)s", day=short_date(term.valid_from))
        case _:
            return _successor_step(line.current) or _review_step(term.review_on, today)


def _renewal_step(one: Expected, today: date) -> str:
    day = short_date(one.until)
    if one.is_late(today):
        return _("Gick ut %(day)s. Skriv en ny överenskommelse.", day=day)
    return _("Löper ut %(day)s. Börja på nästa överenskommelse.", day=day)


def _successor_step(current: BoardAgreement | None) -> str:
    """That another has been signed which takes over on a day to come."""
    last = current.term.valid_until if current else None
    if current is None or last is None or current.status is not Status.SUPERSEDED:
        return ""
    first = short_date(last + timedelta(days=1))
    return _("En ny överenskommelse tar över %(day)s", day=first)


def _review_step(on: date | None, today: date) -> str:
    if on is None:
        return ""
    if on < today:
        return _("Skulle ha följts upp senast %(day)s", day=short_date(on))
    return _("Följs upp senast %(day)s", day=short_date(on))


def _progress(one: BoardAgreement, parties: Sequence[str]) -> str:
    """How far a draft has come, or what is to be done first and by whom."""
    if one.status is Status.DRAFT:
        step = _("%(done)s av %(all)s avsnitt skrivna", done=one.written, all=one.sections)
        if one.due_on is None:
            return step
        return _("%(step)s, delas senast %(day)s", step=step, day=short_date(one.due_on))
    todo = one.expected
    if not todo:
        return ""
    step = f"{listed(parties)} {words.task(todo[0].task)}"
    days = [each.until for each in todo if each.task is todo[0].task and each.until]
    return _("%(step)s senast %(day)s", step=step, day=short_date(min(days))) if days else step
