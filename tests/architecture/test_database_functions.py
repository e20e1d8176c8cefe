"""The database's functions are called through typed modules of each domain's tables."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# what every transaction begins with is told by the module that begins it
MODULES = {
    "agreements/tables/case_functions.py",
    "agreements/tables/functions.py",
    "agreements/tables/reminder_functions.py",
    "agreements/tables/signing_functions.py",
    "portal/db.py",
    "portal/identity/functions.py",
    "portal/key_checks.py",
    "portal/outbox/functions.py",
    "portal/tenancy/functions.py",
    "sip/tables/functions.py",
}
CALL = re.compile(r"\bfunc\.app\.|getattr\(func, *[\"']app")


def test_nothing_else_calls_a_function_of_the_database_by_its_name() -> None:
    calling = {
        path.relative_to(ROOT).as_posix()
        for package in ("agreements", "portal", "sip")
        for path in (ROOT / package).rglob("*.py")
        if CALL.search(path.read_text(encoding="utf-8"))
    }
    assert calling == MODULES


SQL = ROOT / "migrations"
ASKED_BARE = re.compile(
    r"(?: = |<> |distinct from |any \()(?:app\.)?"
    r"(?:my|seen|case|called|placing|contact|open|live)_\w+\(\)"
)
# a condition of PL/pgSQL is worked out once
CONDITION = re.compile(r"\s*(?:if|elsif|or not|and not new|mine uuid :=)")


def test_no_query_asks_who_is_asking_for_each_row() -> None:
    """`= my_organisation()` is worked out for every row that is looked at, with a query each."""
    found = [
        f"{path.relative_to(SQL)}: {line.strip()}"
        for folder in ("functions", "access")
        for path in sorted((SQL / folder).rglob("*.sql"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if ASKED_BARE.search(line) and not CONDITION.match(line)
    ]
    assert found == []
