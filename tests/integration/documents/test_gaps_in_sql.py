"""The database finds a place left to fill in where the pages do (portal/documents/gaps.py)."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, text

from agreements.readiness import is_reason
from portal.documents.gaps import count_in

FOUND = text("select app.has_gaps(:shown), app.is_reason(:shown)")
# what gaps are made of, and what stands around them
PIECE = st.sampled_from(
    [
        *(
            "[",
            "]",
            "{",
            "}",
            "<",
            ">",
            "［",
            "］",
            "(",
            ")",
            "_",
            "__",
            ".",
            "..",
            "...",
            "…",
            "?",
        ),
        *("XX", "xx", "X", "NN", "N.N.", "N.", "TODO", "tbd", "todos", "1", "12", " ", " ", "\n"),
        *("vem", "å", "Ö", "[vem]", "[1]", "[ 12 ]", "{3}", "<namn>", ": ", ":", "ord ", " ord"),
    ]
)


@pytest.fixture(scope="module")
def connection(shared_superuser: Engine) -> Iterator[Connection]:
    with shared_superuser.connect() as connection:
        yield connection


@settings(
    derandomize=True,
    max_examples=2000,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(PIECE, max_size=8).map("".join))
def test_the_database_finds_what_the_pages_find(connection: Connection, shown: str) -> None:
    has_gaps, says_something = connection.execute(FOUND, {"shown": shown}).one()

    assert has_gaps is (count_in(shown) > 0)
    assert says_something is is_reason(shown)
