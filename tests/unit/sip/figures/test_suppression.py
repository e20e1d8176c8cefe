"""What a table of counts may show: told as examples, and attacked in three ways."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.unit.sip.figures.suppression import FEWEST, SPREAD, Shown, suppress, with_totals

Place = tuple[int, int]
Counts = list[list[int]]


def test_a_table_without_small_groups_is_shown_with_its_totals() -> None:
    assert suppress([[5, 0], [7, 12]]) == ((5, 0, 5), (7, 12, 19), (12, 12, 24))


def test_nobody_at_all_is_no_group() -> None:
    assert suppress([[0, 0]]) == ((0, 0, 0), (0, 0, 0))
    assert suppress([[0], [9]]) == ((0, 0), (9, 9), (9, 9))


def test_a_small_group_is_held_back_with_enough_of_its_row_and_column() -> None:
    assert suppress([[4, 20, 30], [6, 8, 30], [70, 70, 70]]) == (
        (None, None, 30, 54),
        (None, None, 30, 44),
        (70, 70, 70, 210),
        (80, 98, 130, 308),
    )


def test_the_corners_that_shrink_are_large_enough_to_have_shrunk() -> None:
    """The cheapest rectangle by far would say that the 4 is at most 5."""
    assert suppress([[4, 1, 20], [0, 9, 30], [40, 50, 60]])[1][1] == 9


def test_five_are_enough_to_be_shown_and_four_are_not() -> None:
    for count, is_shown in [(1, False), (4, False), (5, True)]:
        rows = suppress([[count, 20, 30], [10, 20, 30], [10, 20, 30]])
        assert (rows[0][0] == count) == is_shown


def test_a_corner_of_exactly_the_spread_will_do() -> None:
    assert suppress([[4, 5], [5, 100], [50, 60]]) == (
        (None, None, 9),
        (None, None, 105),
        (50, 60, 110),
        (59, 165, 224),
    )


def test_totals_stay_when_something_else_can_hide_the_number() -> None:
    rows = suppress([[3, 90], [95, 99]])

    assert [row[-1] for row in rows] == [93, 194, 287]
    assert rows[-1] == (98, 189, 287)
    assert rows[0][:2] == rows[1][:2] == (None, None)


def test_the_totals_below_stay_though_more_of_the_rows_is_held_back() -> None:
    assert suppress([[3, 0], [50, 0], [4, 20]]) == (
        (None, 0, None),
        (None, None, None),
        (None, None, 24),
        (57, 20, 77),
    )


def test_in_a_table_of_one_row_the_totals_below_go_too() -> None:
    assert suppress([[3, 20, 0]]) == ((None, None, 0, 23), (None, None, 0, 23))


def test_in_a_table_of_one_column_the_totals_beside_go_too() -> None:
    assert suppress([[3], [20], [0]]) == ((None, None), (None, None), (0, 0), (23, 23))


def test_a_small_total_is_held_back_like_any_group() -> None:
    rows = suppress([[2, 0], [50, 60], [70, 80]])

    assert rows[0][2] is None
    assert rows[0][0] is None


def test_where_nothing_is_large_enough_the_totals_hide_it() -> None:
    assert suppress([[3, 0], [0, 0]]) == ((None, 0, None), (0, 0, 0), (None, 0, None))
    assert suppress([[2]]) == ((None, None), (None, None))


def test_what_is_already_held_back_is_used_again() -> None:
    rows = suppress([[1, 40, 50], [60, 2, 70], [80, 90, 99]])

    hidden = sum(count is None for row in rows for count in row)
    assert hidden == 4
    assert rows[2] == (80, 90, 99, 269)


def test_the_smallest_group_shown_is_five_and_so_is_the_least_doubt() -> None:
    assert (FEWEST, SPREAD) == (5, 5)


def test_a_table_has_as_many_counts_in_every_row() -> None:
    with pytest.raises(ValueError, match="shorter"):
        suppress([[5, 6], [7]])


def test_totals_are_sums() -> None:
    assert with_totals([[1, 2], [3, 4]]) == ((1, 2, 3), (3, 4, 7), (4, 6, 10))


# attacks

counts = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from([0, 0, 1, 2, 4, 5, 6, 9, 14, 40]), min_size=width, max_size=width),
        min_size=1,
        max_size=5,
    )
)
stable = settings(derandomize=True, max_examples=60, deadline=None, database=None)


def _hidden(shown: Shown) -> list[Place]:
    return [
        (row, column)
        for row, line in enumerate(shown)
        for column, count in enumerate(line)
        if count is None
    ]


def _lines(shown: Shown) -> Iterator[list[tuple[Place, int]]]:
    """Each row and column: its places with 1, its total with -1. They sum to nought."""
    height, width = len(shown), len(shown[0])
    for row in range(height):
        yield [((row, column), -1 if column == width - 1 else 1) for column in range(width)]
    for column in range(width):
        yield [((row, column), -1 if row == height - 1 else 1) for row in range(height)]


@stable
@given(counts)
def test_every_small_group_is_held_back_and_what_is_shown_is_true(table: Counts) -> None:
    shown, true = suppress(table), with_totals(table)

    for shown_line, line in zip(shown, true, strict=True):
        for shown_count, count in zip(shown_line, line, strict=True):
            assert shown_count in (count, None)
            assert shown_count is None or count == 0 or count >= FEWEST


@stable
@given(counts)
def test_a_table_of_large_groups_holds_nothing_back(table: Counts) -> None:
    large = [[count if count >= FEWEST else 0 for count in line] for line in table]

    assert suppress(large) == with_totals(large)


@stable
@given(counts)
def test_no_line_has_a_single_number_held_back(table: Counts) -> None:
    shown = suppress(table)

    for line in _lines(shown):
        assert sum(shown[row][column] is None for (row, column), _ in line) != 1


@stable
@given(counts)
def test_no_equations_of_the_totals_give_a_number_held_back(table: Counts) -> None:
    """By elimination: a number is given when nothing in the equations' null space moves it."""
    shown = suppress(table)
    hidden = _hidden(shown)
    equations = [[dict(line).get(place, 0) for place in hidden] for line in _lines(shown)]
    for number in range(len(hidden)):
        assert not _is_determined([list(map(Fraction, row)) for row in equations], number)


def _is_determined(rows: list[list[Fraction]], number: int) -> bool:
    """Whether the equations fix the variable: whether they can be combined to it alone."""
    width = len(rows[0]) if rows else 0
    order = [column for column in range(width) if column != number] + [number]
    rank = 0
    for column in order:
        pivot = next((i for i in range(rank, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        if column == number:
            # every other variable has been eliminated from this row
            return True
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        for i, row in enumerate(rows):
            if i != rank and row[column]:
                factor = row[column] / rows[rank][column]
                rows[i] = [a - factor * b for a, b in zip(row, rows[rank], strict=True)]
        rank += 1
    return False


@settings(derandomize=True, max_examples=8, deadline=None, database=None)
@given(st.lists(st.lists(st.integers(0, 6), min_size=2, max_size=2), min_size=2, max_size=2))
def test_whoever_tries_every_table_finds_each_small_group_possibly_large(table: Counts) -> None:
    """All tables of two by two that look the same when shown: by trying them."""
    shown = suppress(table)
    small = [place for place in _hidden(shown) if _of(with_totals(table), place) < FEWEST]
    assume(small)
    choices = [range(12) if (count := shown[i][j]) is None else [count] for i, j in FOUR]
    possible = [
        cells
        for numbers in product(*choices)
        if _looks_like(cells := with_totals([numbers[:2], numbers[2:]]), shown)
    ]

    for place in small:
        largest = max(_of(cells, place) for cells in possible)
        assert largest >= _of(with_totals(table), place) + SPREAD


FOUR = [(0, 0), (0, 1), (1, 0), (1, 1)]


def _of(cells: Sequence[Sequence[int]], place: Place) -> int:
    return cells[place[0]][place[1]]


def _looks_like(cells: Sequence[Sequence[int]], shown: Shown) -> bool:
    return all(
        theirs is None or ours == theirs
        for line, other in zip(cells, shown, strict=True)
        for ours, theirs in zip(line, other, strict=True)
    )


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_the_pattern_does_not_hang_on_the_order_of_the_rows(order: tuple[int, ...]) -> None:
    table = [[4, 20, 30], [60, 80, 90], [70, 75, 78]]
    shown = suppress([table[row] for row in order])

    assert [shown[order.index(row)] for row in range(3)] == list(suppress(table)[:3])
