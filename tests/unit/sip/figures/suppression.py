"""Counts that may be shown: no group under five, not even by subtraction. Pure.

A table is shown with its totals. A number from one to four is held back, or one that tells of one
to four plans, as a plan may be counted many times; and with it the other corners of a rectangle:
then the number could as well be larger by `SPREAD`, and two corners smaller and one larger, and
everything that is shown would be the same.
"""

from collections.abc import Iterator, Sequence

FEWEST = 5  # the smallest group that is shown; none at all is no group
SPREAD = 5  # how much larger, at least, a group held back could be for all that anybody can tell

Place = tuple[int, int]
Cells = tuple[tuple[int, ...], ...]
Shown = tuple[tuple[int | None, ...], ...]


def suppress(counts: Sequence[Sequence[int]], plans: Cells | None = None) -> Shown:
    """The counts with a column and a row of totals last; None where a number is held back.

    `plans`: of how many each number tells, totals last; without it, of as many as it says.
    """
    cells = with_totals(counts)
    few = cells if plans is None else plans
    small = {place for place in _places(cells) if 0 < _at(few, place) < FEWEST}
    hidden = set(small)
    for place in sorted(small):
        hidden.update(_cheapest(cells, place, hidden))
    return tuple(
        tuple(None if (row, column) in hidden else count for column, count in enumerate(line))
        for row, line in enumerate(cells)
    )


def with_totals(counts: Sequence[Sequence[int]]) -> Cells:
    """The counts with one more column and one more row: the sums."""
    lines = [(*line, sum(line)) for line in counts]
    return (*lines, tuple(sum(column) for column in zip(*lines, strict=True)))


def _places(cells: Cells) -> Iterator[Place]:
    return ((row, column) for row, line in enumerate(cells) for column, _ in enumerate(line))


def _at(cells: Cells, place: Place) -> int:
    return cells[place[0]][place[1]]


def _cheapest(cells: Cells, place: Place, hidden: set[Place]) -> set[Place]:
    """The other corners that hide `place` and cost least: totals most, then how many, how much.

    There always are some: a number, its totals and the sum of all can grow together.
    """
    return min(
        (corners for corners in _rectangles(cells, place) if _can_grow(cells, place, corners)),
        key=lambda corners: _cost(cells, corners - hidden),
    )


def _rectangles(cells: Cells, place: Place) -> Iterator[set[Place]]:
    """The three other corners of each rectangle with a corner at `place`."""
    for row, column in _places(cells):
        if row != place[0] and column != place[1]:
            yield {(row, column), (row, place[1]), (place[0], column)}


def _cost(cells: Cells, corners: set[Place]) -> tuple[int, int, int, list[Place]]:
    totals = sum(any(_edges(cells, corner)) for corner in corners)
    return totals, len(corners), sum(_at(cells, corner) for corner in corners), sorted(corners)


def _can_grow(cells: Cells, place: Place, corners: set[Place]) -> bool:
    """Whether `place` can be larger by SPREAD, the corners make up for it and none is negative."""
    return all(_at(cells, corner) >= SPREAD for corner in corners if _shrinks(cells, place, corner))


def _shrinks(cells: Cells, place: Place, corner: Place) -> bool:
    """Whether the corner is smaller when `place` is larger.

    Of two numbers in a line, one shrinks by what the other grows; a number and the total of its
    line grow together. The corner across is reached by two such steps.
    """
    here, there = _edges(cells, place), _edges(cells, corner)
    along, across = (place[axis] != corner[axis] and here[axis] == there[axis] for axis in range(2))
    return along != across


def _edges(cells: Cells, place: Place) -> tuple[bool, bool]:
    """Whether it is in the row of totals, and in their column."""
    row, column = place
    return row == len(cells) - 1, column == len(cells[row]) - 1
