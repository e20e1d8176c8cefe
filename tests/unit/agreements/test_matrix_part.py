"""Which part of a matrix is shown, and filling many cells of it at once."""

import pytest

from agreements.matrix.part import Part, Wanted, Where, choose, fill_many
from agreements.matrix.queries import Cell, Column, Matrix, Row
from agreements.rules import Responsibility
from portal.errors import NotFoundError
from portal.ids import new_id

R, S, N, U = (
    Responsibility.RESPONSIBLE,
    Responsibility.SHARED,
    Responsibility.NONE,
    Responsibility.UNSET,
)
COLUMNS = [Column(new_id(), key, key.title(), new_id()) for key in ("social", "police")]


def row(key: str, phase: str, *values: Responsibility) -> Row:
    cells = {column.key: Cell(value, "") for column, value in zip(COLUMNS, values, strict=True)}
    return Row(
        id=new_id(),
        key=key,
        phase=phase,
        title=key.title(),
        hint="",
        in_template=False,
        removed_at=None,
        removed_reason="",
        cells=cells,
    )


MATRIX = Matrix(
    COLUMNS,
    [row("a", "Early", R, U), row("b", "Early", R, R), row("c", "Late", S, N)],
    [row("gone", "Never", U, U)],
)


def shown(wanted: Wanted, pending: object = (), typed: object = ()) -> tuple[str, str]:
    part: Part = choose(MATRIX, wanted, pending, typed)  # type: ignore[arg-type]
    return "".join(one.key for one in part.rows), " ".join(one.key for one in part.columns)


@pytest.mark.parametrize(
    ("wanted", "rows"),
    [
        (Wanted(), "abc"),
        (Wanted("lacking"), "c"),
        (Wanted("several"), "b"),
        (Wanted("empty"), "a"),
        (Wanted("empty", column="social"), ""),
        (Wanted(phase="Early"), "ab"),
        (Wanted("empty", phase="Late"), ""),
        (Wanted(phase="Never"), ""),
        (Wanted(row="c"), "c"),
        (Wanted("pending"), "b"),
        (Wanted("pending", column="social"), ""),
    ],
)
def test_what_is_asked_for_is_shown(wanted: Wanted, rows: str) -> None:
    assert shown(wanted, {("b", "police")})[0] == rows


def test_one_column_is_shown_by_itself() -> None:
    assert shown(Wanted(column="police")) == ("abc", "police")


@pytest.mark.parametrize(
    "wanted",
    [Wanted("all"), Wanted(phase="Other"), Wanted(column="church"), Wanted(row="gone")],
)
def test_what_no_page_asks_for_does_not_exist(wanted: Wanted) -> None:
    with pytest.raises(NotFoundError):
        shown(wanted)


@pytest.mark.parametrize("typed", [("c", "police"), ("a", "social")])
def test_everything_is_shown_when_something_typed_would_be_out_of_sight(
    typed: tuple[str, str],
) -> None:
    wanted = Wanted(phase="Early", column="police")
    assert shown(wanted, typed=[("a", "police")]) == ("ab", "police")
    assert shown(wanted, typed=[("a", "police"), typed]) == ("abc", "social police")


VALUES = {("a", "social"): R, ("a", "police"): U, ("b", "social"): U, ("b", "police"): S}


@pytest.mark.parametrize(
    ("where", "column", "changed"),
    [
        (Where.ANSWERED, "", [("a", "police")]),
        (Where.EMPTY, "", [("a", "police"), ("b", "social")]),
        (Where.EMPTY, "social", [("b", "social")]),
        (Where.ALL, "", list(VALUES)),
        (Where.ALL, "police", [("a", "police"), ("b", "police")]),
    ],
)
def test_many_cells_are_set_at_once(
    where: Where, column: str, changed: list[tuple[str, str]]
) -> None:
    filled = fill_many(VALUES, {}, value=N, where=where, column=column)
    assert filled == VALUES | dict.fromkeys(changed, N)


def test_who_answers_in_a_column_that_is_not_shown_counts() -> None:
    shown_cells = {("a", "police"): U, ("b", "police"): U}
    base = {("a", "social"): R, **shown_cells}
    filled = fill_many(shown_cells, base, value=N, where=Where.ANSWERED)
    assert filled == {("a", "police"): N, ("b", "police"): U}
