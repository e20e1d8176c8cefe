"""Any number of plans for the large benchmark: five participants and five acts of consent in each.

Twenty are the measured reader's, with all that a page shows. The others are copies of one with a
goal and an action, each with ids of its own, and with one byte for a seal since nobody opens them.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from sqlalchemy.dialects import postgresql

from portal import clock
from portal.demo.plan_builder import Enter, PlanBuilder, Row
from portal.vault import Vault
from sip.kernel.vocabulary import ActionStatus, ActKind, How, PersonKind, Phase, TextKind
from sip.ledger.rules import PLAN, invite, share
from sip.tables.calling import Meeting
from sip.tables.consent import ConsentAct, Consenter
from sip.tables.people import PlanPerson
from sip.tables.plan import Action, FollowUp, Goal, Participant, PlanText, PlanVersion
from tests.load.country import County, Reader

MINE = 20
DAY = timedelta(days=1)
CATEGORIES = ("health", "social_situation", "housing")
SAID = "Sova hela natten och orka gå till arbetet om morgonen."
# the first five of 2,000
ACCOUNTS = [UUID(f"f{number:07x}-0000-7000-8000-000000000000") for number in range(1, 6)]

# The id of a copy: the number where a UUIDv7 has its time, so that ids follow one another, later
# than all others.
FUNCTIONS = """
create function pg_temp.copy(id text, number bigint) returns uuid language sql immutable as $$
  select overlay(id placing 'f' || lpad(to_hex(number), 7, '0') || '-0000' from 1 for 13)::uuid $$;
create function pg_temp.account(number bigint) returns uuid language sql immutable as $$
  select pg_temp.copy('00000000-0000-7000-8000-000000000000', 1 + mod(number, 2000)) $$;
"""

PEOPLE = """
insert into app.account (id, issuer, subject, name, created_at)
select pg_temp.account(n), 'https://idp.example.se', 'caseworker-' || n, 'Nils Handläggare', now()
from generate_series(1, 2000) n;
insert into app.membership (id, county_id, account_id, organisation_id, role, granted_at)
select gen_random_uuid(), %(county)s, pg_temp.account(n), o, 'caseworker', now()
from generate_series(1, 2000) n, unnest(%(organisations)s::uuid[]) o;
"""


@dataclass(frozen=True, slots=True)
class _Handler:
    """Who handles every plan."""

    account_id: UUID
    organisation_id: UUID
    name: str = "Maja Öhlund"


class _Plan(PlanBuilder):
    """A plan with what all of them have. `accounts` are its participants'."""

    def __init__(self, enter: Enter, plans: "Plans", number: str, accounts: list[UUID]) -> None:
        by = _Handler(plans.reader.account_id, plans.reader.organisation_id)
        own, region, police = by.organisation_id, plans.county.region, plans.county.police
        fields = {"case_number": number, "phase": Phase.FOLLOWING_UP}
        fields["consented_at"] = clock.now() - 60 * DAY
        super().__init__(enter, plans.county.id, by, plans.vault.new_key(), **fields)
        self.organisations = (own, region, police, region, own)
        self.participants = [
            self.add(Participant, organisation_id=one, account_id=account, name="Nils Handläggare")
            for one, account in zip(self.organisations, accounts, strict=True)
        ]
        subject = self.add(PlanPerson, kind=PersonKind.SUBJECT, name_sealed="Anna Persson")
        since = clock.now() - 60 * DAY
        self.consenter = self.add(Consenter, at=since, person_id=subject)
        said = (
            [PLAN],
            [PLAN],
            [invite(region), invite(police)],
            [share(own, region, category) for category in CATEGORIES],
            [share(region, own, category) for category in CATEGORIES],
        )
        for seq, items in enumerate(said, 1):
            self.add(
                ConsentAct,
                at=since + (20 + seq) * DAY,
                seq=seq,
                kind=ActKind.ASK if seq == 1 else ActKind.GRANT,
                consenter_id=self.consenter,
                items=[item.key for item in items],
                how=How.ELECTRONIC,
                recorded_for=None,
            )
        self.aim(CATEGORIES[0], 1)

    def aim(self, category: str, *places: int) -> None:
        """A goal, with an action for some of the participants, by their places."""
        goal = self.add(Goal, title_sealed=SAID, measure_sealed=SAID, category=category)
        for place in places:
            self.add(
                Action,
                goal_id=goal,
                organisation_id=self.organisations[place],
                responsible_id=self.participants[place],
                title_sealed=SAID,
                due_on=clock.today() + 30 * DAY,
                status=ActionStatus.IN_PROGRESS,
                category=category,
            )

    def fill(self, days: int) -> None:
        """Write what a page shows. The next meeting is in so many days."""
        for kind in (TextKind.NEED, TextKind.MATTERS, TextKind.PURPOSE, TextKind.LONG_TERM_GOAL):
            self.add(PlanText, kind=kind, text_sealed=SAID, category=CATEGORIES[0])
        handler = self.participants[0]
        self.aim(CATEGORIES[1], 0, 1)
        self.aim(CATEGORIES[2], 0, 1, 3)
        self.add(FollowUp, due_on=clock.today() + 30 * DAY, holder_id=handler)
        self.add(Meeting, starts_at=clock.now() + days * DAY, chair_id=handler)
        self.add(PlanVersion)


@dataclass(slots=True)
class Plans:
    """Makes the rows; `count` plans are there, and `mine` are the reader's."""

    county: County
    reader: Reader
    vault: Vault
    count: int = 0
    mine: list[_Plan] = field(default_factory=list)

    def grow(self, connection: psycopg.Connection, wanted: int) -> None:
        """Add plans until there are as many. Their foreign keys are right by construction."""
        # statements with many values take no parameters from the server
        cursor = psycopg.ClientCursor(connection)
        with connection.transaction():
            cursor.execute("set local session_replication_role = replica")
            cursor.execute(FUNCTIONS)
            if not self.count:
                self._begin(cursor)
            rows: list[tuple[type, Row]] = []
            _Plan(lambda *entered: rows.append(entered), self, "L-", ACCOUNTS)
            ids = {row["id"] for _, row in rows}
            for model, group in groupby(rows, itemgetter(0)):
                statement = _copies(model, [row for _, row in group], ids)
                cursor.execute(statement, {"first": self.count + 1, "last": wanted})
            cursor.execute("drop function pg_temp.account; drop function pg_temp.copy")
        self.count = wanted
        connection.execute("vacuum analyze")

    def join(self, connection: psycopg.Connection, plan: _Plan, reader: Reader) -> None:
        """Let somebody of the region be the second participant of one of the reader's plans."""
        connection.execute(
            "update app.participant set account_id = %s where id = %s",
            (reader.account_id, plan.participants[1]),
        )

    def _begin(self, cursor: psycopg.ClientCursor[Any]) -> None:
        organisations = [self.reader.organisation_id, self.county.region, self.county.police]
        cursor.execute(PEOPLE, {"county": self.county.id, "organisations": organisations})
        accounts = [self.reader.account_id, *ACCOUNTS[1:]]
        for number in range(1, MINE + 1):
            plan = _Plan(partial(_insert, cursor.connection), self, f"M-{number}", accounts)
            plan.fill(days=number)
            self.mine.append(plan)
        self.count = MINE


def _copies(model: Any, rows: list[Row], ids: set[UUID]) -> sql.Composed:
    """Enter the rows of one table for the plans from `first` to `last`."""
    types = {one.name: one.type.compile(postgresql.dialect()) for one in model.__table__.columns}

    def cell(place: int, column: str, value: Any) -> sql.Composed:
        if column == "case_number":
            made = sql.SQL("{} || n").format(value)
        elif column == "account_id":
            made = sql.SQL("pg_temp.account(n * 7919 + {} * 397)").format(place)
        elif isinstance(value, UUID) and value in ids:
            made = sql.SQL("pg_temp.copy({}, n)").format(str(value))
        else:
            made = sql.SQL("{}").format(b"x" if isinstance(value, bytes) else value)
        return sql.SQL("({})::{}").format(made, sql.SQL(types[column]))

    lines = [[cell(place, *one) for one in row.items()] for place, row in enumerate(rows)]
    return sql.SQL(
        "insert into app.{} ({}) select r.* from generate_series(%(first)s::bigint,"
        " %(last)s::bigint) n cross join lateral (values {}) r"
    ).format(
        sql.Identifier(model.__tablename__),
        sql.SQL(", ").join(map(sql.Identifier, rows[0])),
        sql.SQL(", ").join(sql.SQL("({})").format(sql.SQL(", ").join(line)) for line in lines),
    )


def _insert(connection: psycopg.Connection, model: Any, row: Row) -> None:
    statement = sql.SQL("insert into app.{} ({}) values ({})").format(
        sql.Identifier(model.__tablename__),
        sql.SQL(", ").join(map(sql.Identifier, row)),
        sql.SQL(", ").join(sql.Placeholder() * len(row)),
    )
    connection.execute(statement, list(row.values()))
