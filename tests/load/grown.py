"""Ten times as much in the demo's agreements and plans: what a page shows, and what it reads past.

A copy points at the copies of what its original points at, so that ten times the goals have ten
times the actions, and a sealed text is sealed anew for its copy's place.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from portal.ids import new_id
from portal.vault import DataKey, Place, Vault

TIMES = 10
LATER = 100_000  # what is numbered in turn: the originals come last, and their copies before them
# with the column that is numbered in turn, after what they point at
COPIED: Mapping[str, str | None] = {
    "section_version": "version",
    "suggestion": None,
    "suggestion_answer": None,
    "consent_act": "seq",
    "plan_text": None,
    "goal": None,
    "action": None,
    "plan_change": "seq",
    "call": None,
    "call_event": None,
    "meeting": None,
    "attendance": None,
    "agenda_item": None,
}
WHICH = {
    "suggestion": "status not in ('internal')",
    # once each, but for notes; and each note is shown
    "plan_text": "kind in ('matters', 'note')",
}
RENUMBERED = """
update app.section_version set version = version + %(later)s where county_id = %(county)s;
update app.section set version = version + %(later)s where county_id = %(county)s;
update app.suggestion set base_version = base_version + %(later)s
where county_id = %(county)s and section_id is not null;
update app.consent_act set seq = seq + %(later)s where county_id = %(county)s;
update app.plan_change set seq = seq + %(later)s where county_id = %(county)s;
update app.plan_version set upto_seq = upto_seq + %(later)s where county_id = %(county)s;
"""
READINGS = """
insert into app.audit_entry (id, county_id, stream, seq, at, organisation_id, account_id,
  session_id, action, subject_kind, subject_id, details, hash)
select gen_random_uuid(), county_id, stream, seq + 1000000 * n, at - make_interval(mins => n),
  organisation_id, account_id, session_id, action, subject_kind, subject_id, details, hash
from app.audit_entry cross join generate_series(1, %(times)s) n where county_id = %(county)s
"""
WRITTEN = """
select column_name from information_schema.columns
where table_schema = 'app' and table_name = %s and is_generated = 'NEVER'
order by ordinal_position
"""

Row = dict[str, Any]


def grow(connection: psycopg.Connection, vault: Vault, county: UUID) -> None:
    """Let a county have ten times as much of what grows, in the plans and agreements it has."""
    keys = {
        plan: vault.open_key(wrapped, version)
        for plan, wrapped, version in connection.execute(
            "select plan_id, wrapped, master_version from app.plan_key where county_id = %s",
            [county],
        )
    }
    with connection.transaction():
        connection.execute("set local session_replication_role = replica")
        values = {"county": county, "later": LATER, "times": TIMES - 1}
        psycopg.ClientCursor(connection).execute(RENUMBERED, values)
        connection.execute(READINGS, values)
        ids: list[dict[UUID, UUID]] = [{} for _ in range(1, TIMES)]
        for table, numbered in COPIED.items():
            for row in _rows(connection, table, county):
                for turn, copies in enumerate(ids):
                    _insert(connection, table, _copy(table, row, keys, copies, numbered, turn))
    connection.execute("vacuum analyze")


def _rows(connection: psycopg.Connection, table: str, county: UUID) -> Iterator[Row]:
    """What can be written again: columns that the database works out are left out."""
    names = connection.execute(WRITTEN, [table]).fetchall()
    statement = sql.SQL("select {} from app.{} where county_id = %s and {}").format(
        sql.SQL(", ").join(sql.Identifier(name) for (name,) in names),
        sql.Identifier(table),
        sql.SQL(WHICH.get(table, "true")),
    )
    cursor = connection.cursor(row_factory=dict_row)
    yield from cursor.execute(statement, [county]).fetchall()


def _copy(
    table: str,
    row: Row,
    keys: Mapping[UUID, DataKey],
    copies: dict[UUID, UUID],
    numbered: str | None,
    turn: int,
) -> Row:
    old, new = row["id"], new_id()
    copies[old] = new
    copy = {name: copies.get(value, value) if isinstance(value, UUID) else value
            for name, value in row.items()}  # fmt: skip
    for name, value in row.items():
        if name.endswith("_sealed") and value is not None:
            key = keys[row["plan_id"]]
            text = key.open(value, Place(table, name, old))
            copy[name] = key.seal(text, Place(table, name, new))
    if numbered:
        copy[numbered] = row[numbered] - LATER + LATER // TIMES * turn
    if "calendar_uid" in copy:
        copy["calendar_uid"] = str(new)
    if table == "plan_text":
        copy["kind"] = "note"
    return copy


def _insert(connection: psycopg.Connection, table: str, row: Row) -> None:
    statement = sql.SQL("insert into app.{} ({}) values ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, row)),
        sql.SQL(", ").join(sql.Placeholder() * len(row)),
    )
    values = [Jsonb(one) if isinstance(one, dict | list) and _is_json(one) else one
              for one in row.values()]  # fmt: skip
    connection.execute(statement, values)


def _is_json(value: dict[str, Any] | list[Any]) -> bool:
    """A list of texts is an array, and else it is JSON."""
    return isinstance(value, dict) or any(isinstance(one, dict) for one in value)
