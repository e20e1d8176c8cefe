"""Any number of plans for the large benchmark: five participants and five acts of consent in each.

Twenty are the measured reader's, with all that a page shows, sealed by keys of their own; each of
the others has a goal and an action that nobody opens.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

from portal import clock
from portal.ids import new_id
from portal.vault import DataKey, Place, Vault
from tests.load.country import County, Reader

MINE = 20
# in a fixed order: an id is made of the place of its table and a number
TABLES = ("plan", "key", "participant", "person", "consenter", "act", "goal", "action", "account",
          "membership")  # fmt: skip

# Ids that follow one another, as a UUIDv7 does.
NUMBERED = """
create function pg_temp.row(kind text, number bigint) returns uuid language sql immutable as $$
  select ('01900000-0000-7000-80' || lpad(to_hex(array_position('{%s}'::text[], kind)), 2, '0')
    || '-' || lpad(to_hex(number), 12, '0'))::uuid $$
""" % ",".join(TABLES)  # noqa: UP031 (braces of an array)

PEOPLE = """
insert into app.account (id, issuer, subject, name, created_at)
select pg_temp.row('account', n), 'https://idp.example.se', 'caseworker-' || n, 'Nils Handläggare',
  now() from generate_series(1, 2000) n;
insert into app.membership (id, county_id, account_id, organisation_id, role, granted_at)
select pg_temp.row('membership', n * 3 + p), %(county)s, pg_temp.row('account', n), o, 'caseworker',
  now() from generate_series(1, 2000) n,
  unnest(array[%(municipality)s, %(region)s, %(police)s]::uuid[]) with ordinality u (o, p);
"""

# The first twenty are the reader's own to handle.
ROWS = """
insert into app.plan (id, county_id, initiator_id, case_number, municipality_id, phase, phase_at,
  need_found_on, created_at, changed_at)
select pg_temp.row('plan', n), %(county)s, %(municipality)s, 'L-' || n, %(municipality)s,
  'following_up', now(), current_date, now(), now()
from generate_series(%(first)s::bigint, %(last)s::bigint) n;
insert into app.participant (id, county_id, plan_id, organisation_id, account_id, name, title,
  joined_at)
select pg_temp.row('participant', n * 5 + p), %(county)s, pg_temp.row('plan', n),
  (array[%(municipality)s, %(region)s, %(police)s, %(region)s, %(municipality)s]::uuid[])[p],
  case when n <= %(mine)s and p = 1 then %(reader)s
    else pg_temp.row('account', 1 + (n * 7919 + p * 397) %% 2000) end,
  'Nils Handläggare', 'Handläggare', now()
from generate_series(%(first)s::bigint, %(last)s::bigint) n, generate_series(1, 5) p;
insert into app.plan_person (id, county_id, plan_id, kind, name_sealed, recorded_at)
select pg_temp.row('person', n), %(county)s, pg_temp.row('plan', n), 'subject', 'x', now()
from generate_series(%(first)s::bigint, %(last)s::bigint) n;
insert into app.consenter (id, county_id, plan_id, person_id, required_from, recorded_at,
  recorded_by)
select pg_temp.row('consenter', n), %(county)s, pg_temp.row('plan', n), pg_temp.row('person', n),
  now() - interval '60 days', now(), %(reader)s
from generate_series(%(first)s::bigint, %(last)s::bigint) n;
insert into app.consent_act (id, county_id, plan_id, seq, at, kind, consenter_id, items, how,
  recorded_by, recorded_by_name, recorded_for, valid_from, valid_to, information_text_version)
select pg_temp.row('act', n * 5 + s), %(county)s, pg_temp.row('plan', n), s,
  now() - make_interval(days => 40 - s::int), case s when 1 then 'ask' else 'grant' end,
  pg_temp.row('consenter', n),
  case when s <= 2 then array['plan'] when s = 3 then %(invites)s when s = 4 then %(shares)s
    else %(more)s end, 'electronic', %(reader)s, 'Maja Öhlund', null,
  case when s > 1 then now() - make_interval(days => 40 - s::int) end,
  case when s > 1 then now() + interval '300 days' end, '1'
from generate_series(%(first)s::bigint, %(last)s::bigint) n, generate_series(1, 5) s;
insert into app.goal (id, county_id, plan_id, position, stated_by, title_sealed, measure_sealed,
  status, changed_at, changed_by, from_party, category)
select pg_temp.row('goal', n), %(county)s, pg_temp.row('plan', n), 1, 'person', 'x', 'x', 'open',
  now(), 'Maja Öhlund', %(municipality)s, 'health'
from generate_series(greatest(%(first)s, %(mine)s + 1)::bigint, %(last)s::bigint) n;
insert into app.action (id, county_id, plan_id, goal_id, position, kind, organisation_id,
  responsible_id, title_sealed, due_on, status, changed_at, changed_by, from_party, category)
select pg_temp.row('action', n), %(county)s, pg_temp.row('plan', n), pg_temp.row('goal', n), 1,
  'action', %(region)s, pg_temp.row('participant', n * 5 + 2), 'x', current_date + 30,
  'in_progress', now(), 'Maja Öhlund', %(municipality)s, 'health'
from generate_series(greatest(%(first)s, %(mine)s + 1)::bigint, %(last)s::bigint) n;
insert into app.plan_key (id, county_id, plan_id, wrapped, master_version)
select pg_temp.row('key', n), %(county)s, pg_temp.row('plan', n), 'x', 1
from generate_series(greatest(%(first)s, %(mine)s + 1)::bigint, %(last)s::bigint) n;
"""

WITHDRAWAL = """
insert into app.consent_act (id, county_id, plan_id, seq, at, kind, consenter_id, items, how,
  recorded_by, recorded_by_name, information_text_version)
values (gen_random_uuid(), %s, %s, 0, clock_timestamp(), 'withdraw', %s, '{plan}', 'oral', %s,
  'Maja Öhlund', '1')
"""

CATEGORIES = ("health", "social_situation", "housing")


def row_id(kind: str, number: int) -> UUID:
    """The id of a row by its number, as pg_temp.row makes it."""
    return UUID(f"01900000-0000-7000-80{TABLES.index(kind) + 1:02x}-{number:012x}")


@dataclass(slots=True)
class Plans:
    """Makes the rows; `count` plans are there."""

    county: County
    reader: Reader
    vault: Vault
    count: int = 0

    def grow(self, connection: psycopg.Connection, wanted: int) -> None:
        """Add plans until there are as many. Their foreign keys are right by construction."""
        with connection.transaction():
            connection.execute("set local session_replication_role = replica")
            connection.execute(NUMBERED)
            if not self.count:
                self._run(connection, PEOPLE)
            self._run(connection, ROWS, first=self.count + 1, last=wanted)
            if not self.count:
                for number in range(1, MINE + 1):
                    self._fill(connection, number)
            connection.execute("drop function pg_temp.row")
        self.count = wanted
        connection.execute("vacuum analyze")

    def join(self, connection: psycopg.Connection, number: int, reader: Reader) -> None:
        """Let somebody of the region be the second participant of one of the plans."""
        connection.execute(
            "update app.participant set account_id = %s where id = %s",
            (reader.account_id, row_id("participant", number * 5 + 2)),
        )

    def withdraw(self, connection: psycopg.Connection, number: int) -> None:
        """The person takes back their consent to one of the plans."""
        plan, consenter = row_id("plan", number), row_id("consenter", number)
        connection.execute(WITHDRAWAL, (self.county.id, plan, consenter, self.reader.account_id))

    def _run(self, connection: psycopg.Connection, statements: str, **numbers: int) -> None:
        values: dict[str, Any] = {
            "county": self.county.id,
            "municipality": self.reader.organisation_id,
            "region": self.county.region,
            "police": self.county.police,
            "reader": self.reader.account_id,
            "mine": MINE,
            **self._items(),
            **numbers,
        }
        # many statements at once take no parameters from the server
        psycopg.ClientCursor(connection).execute(statements, values)

    def _items(self) -> dict[str, list[str]]:
        own, region, police = self.reader.organisation_id, self.county.region, self.county.police
        return {
            "invites": [f"invite:{region}", f"invite:{police}"],
            "shares": [f"share:{own}:{region}:{category}" for category in CATEGORIES],
            "more": [f"share:{region}:{own}:{category}" for category in CATEGORIES],
        }

    # -- what a page of the reader's shows --------------------------------------------------------

    def _fill(self, connection: psycopg.Connection, number: int) -> None:
        new, plan = self.vault.new_key(), row_id("plan", number)
        key = {"wrapped": new.wrapped, "master_version": new.master_version}
        _insert(connection, "plan_key", self._row(plan, **key))
        person = row_id("person", number)
        name = new.key.seal("Anna Persson", Place("plan_person", "name_sealed", person))
        connection.execute(
            "update app.plan_person set name_sealed = %s where id = %s", (name, person)
        )
        for table, row in self._content(plan, number, new.key):
            _insert(connection, table, row)

    def _content(
        self, plan: UUID, number: int, key: DataKey
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        today, now = clock.today(), clock.now()
        for kind in ("need", "matters", "purpose", "long_term_goal"):
            yield "plan_text", self._held(plan, key, "plan_text", 0, "text", kind=kind)
        for place in range(3):
            goal = self._held(plan, key, "goal", place, "title", "measure", status="open",
                              position=place, stated_by="person")  # fmt: skip
            yield "goal", goal
            for second in range(2):
                who = row_id("participant", number * 5 + 1 + second)
                organisation = self.county.region if second else self.reader.organisation_id
                fields = {"organisation_id": organisation, "responsible_id": who,
                          "position": second, "kind": "action", "goal_id": goal["id"],
                          "status": "in_progress",
                          "due_on": today + timedelta(days=place * 9)}  # fmt: skip
                yield "action", self._held(plan, key, "action", place, "title", **fields)
        holder = row_id("participant", number * 5 + 1)
        follow_up = {"due_on": today + timedelta(days=30), "holder_id": holder, "agreed_at": now}
        yield "follow_up", self._row(plan, **follow_up)
        starts = now + timedelta(days=number)
        meeting = {"starts_at": starts, "ends_at": starts + timedelta(hours=1), "chair_id": holder,
                   "purpose": "follow_up", "is_remote": False, "status": "planned",
                   "changed_at": now}  # fmt: skip
        yield "meeting", self._row(plan, **meeting)
        version = {"number": 1, "upto_seq": 0, "made_at": now, "made_by": "Maja Öhlund"}
        yield "plan_version", self._row(plan, **version)

    def _held(
        self, plan: UUID, key: DataKey, table: str, place: int, *sealed: str, **values: Any
    ) -> dict[str, Any]:
        row = self._row(plan, from_party=self.reader.organisation_id, changed_by="Maja Öhlund",
                        category=CATEGORIES[place], changed_at=clock.now(), **values)  # fmt: skip
        for name in sealed:
            column = f"{name}_sealed"
            text = "Sova hela natten och orka gå till arbetet om morgonen."
            row[column] = key.seal(text, Place(table, column, row["id"]))
        return row

    def _row(self, plan: UUID, **values: Any) -> dict[str, Any]:
        return {"id": new_id(), "county_id": self.county.id, "plan_id": plan, **values}


def _insert(connection: psycopg.Connection, table: str, row: dict[str, Any]) -> None:
    statement = sql.SQL("insert into {} ({}) values ({})").format(
        sql.Identifier("app", table),
        sql.SQL(", ").join(map(sql.Identifier, row)),
        sql.SQL(", ").join(sql.Placeholder() * len(row)),
    )
    connection.execute(statement, list(row.values()))
