"""The database holds figures back as the oracle does, which the unit tests attack."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, text

from tests.unit.sip.figures.suppression import Cells, Shown, suppress, with_totals

Counts = list[list[int]]

SUPPRESSED = text(
    "select array_agg(amount order by choice)"
    " from app.suppressed(cast(:counts as bigint[]), cast(:plans as bigint[]))"
    " group by line order by line"
)
# small groups, their neighbours, nothing at all, and what hides a small one
COUNT = st.sampled_from([0, 0, 0, 1, 2, 3, 4, 4, 5, 6, 9, 10, 14, 40])


@pytest.fixture(scope="module")
def connection(shared_superuser: Engine) -> Iterator[Connection]:
    with shared_superuser.connect() as connection:
        yield connection


def shown(connection: Connection, counts: Counts, plans: Cells | None = None) -> Shown:
    asked = {"counts": counts, "plans": plans and [list(line) for line in plans]}
    return tuple(map(tuple, connection.scalars(SUPPRESSED, asked)))


def tables(height: int, width: int) -> st.SearchStrategy[Counts]:
    return st.integers(1, width).flatmap(
        lambda columns: st.lists(
            st.lists(COUNT, min_size=columns, max_size=columns), min_size=1, max_size=height
        )
    )


@settings(
    derandomize=True,
    max_examples=300,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(tables(height=7, width=5))
def test_the_database_holds_back_what_the_oracle_holds_back(
    connection: Connection, counts: Counts
) -> None:
    assert shown(connection, counts) == suppress(counts)


def test_it_does_so_in_a_county_of_fifty_organisations(connection: Connection) -> None:
    counts = [[(7 * line + 11 * column) % 13 for column in range(5)] for line in range(50)]

    assert shown(connection, counts) == suppress(counts)


@settings(
    derandomize=True,
    max_examples=100,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(tables(height=5, width=3), st.integers(1, 6))
def test_so_it_does_with_what_counts_a_plan_many_times(
    connection: Connection, counts: Counts, times: int
) -> None:
    plans = tuple(tuple(-(-count // times) for count in line) for line in with_totals(counts))

    assert shown(connection, counts, plans) == suppress(counts, plans)
