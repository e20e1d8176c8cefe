"""Every GET page of the portal once, as somebody of the demo who may: its statements and its time.

`python -m tests.load.pages` prints a table and writes var/bench-pages.json; `make bench` ends with
it. A page takes at most twice the processor time of the floor, in the same process, or stands in
DEARER with the reason; and with ten times the history it asks as often and takes no longer.
"""

import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import psycopg
from flask import Flask
from werkzeug.routing import Rule

from portal import database as migrations
from portal.app import create_app
from portal.config import HIGH, IssuerSettings, Settings
from portal.demo import world
from portal.identity.session import COOKIE, hash_of, new_token
from portal.ids import new_id
from tests.load import floor, servers
from tests.load.counting import statements

RESULT = Path("var/bench-pages.json")
RATIO, GROWTH, TIMES_MORE = 2.0, 1.3, 10
GROWTH_MS = 3  # below this a difference is the clock's
WARM_UP, ASKED = 2, 7
# what a page reaches only on its way somewhere else, or what is no page
LEFT_OUT = {"static", "identity.callback", "pages.health", "language.choose"}
DEARER: Mapping[str, str] = {}
"""Pages that take more than RATIO times the floor, and why."""

SESSIONS = """
insert into app.session (id, token_hash, account_id, organisation_id, issuer_key, id_token, level,
  signed_in_at, last_seen_at, idle_seconds, expires_at)
values (%s, %s, %s, %s, %s, 'a.b.c', 3, now(), now(), 36000, now() + interval '10 hours')
"""
WHERE_THEY_WORK = """
select distinct m.account_id, m.organisation_id, o.kind = 'individuals', a.name
from app.membership m join app.organisation o on o.id = m.organisation_id
join app.account a on a.id = m.account_id where m.ended_at is null order by 4, 2
"""
# what an id in an address can be; {plan} and {agreement} narrow it
IDS = {
    "agreement_id": "select id from app.agreement order by status, id",
    "plan_id": "select id from app.plan order by need_found_on, id",
    "section_id": "select id from app.section where agreement_id = %(agreement_id)s limit 1",
    "row_id": "select id from app.matrix_row where agreement_id = %(agreement_id)s limit 3",
    "suggestion_id": "select id from app.suggestion where agreement_id = %(agreement_id)s",
    "template_id": "select id from app.template_version limit 1",
    "membership_id": "select id from app.membership where ended_at is null",
    "organisation_id": "select id from app.organisation",
    "municipality_id": "select id from app.organisation where kind = 'municipality'",
    "meeting_id": "select id from app.meeting order by starts_at desc limit 20",
    "copy_id": "select id from app.plan_copy where plan_id = %(plan_id)s",
    "part_id": """
        select id from app.call where plan_id = %(plan_id)s
        union all select id from app.meeting where plan_id = %(plan_id)s
        union all select id from app.goal where plan_id = %(plan_id)s
        union all select id from app.action where plan_id = %(plan_id)s
        union all select id from app.plan_text where plan_id = %(plan_id)s
        union all select id from app.plan_person where plan_id = %(plan_id)s
        union all select id from app.consenter where plan_id = %(plan_id)s
        union all select id from app.participant where plan_id = %(plan_id)s
        union all select id from app.basis_decision where plan_id = %(plan_id)s
        union all select id from app.follow_up where plan_id = %(plan_id)s
        union all select distinct organisation_id from app.participant where plan_id = %(plan_id)s
        union all select id from app.organisation where kind in ('region', 'police')""",
}
WORDS = {"key": ("staff",), "code": ("sv",), "kind": ("note", "need", "purpose"),
         "phase": ("meeting", "planning", "following_up")}  # fmt: skip
# as if everything in the log and in the plans' histories had happened so many times
GROW = (
    "alter table app.audit_entry disable trigger user",
    "alter table app.plan_change disable trigger user",
    """
    insert into app.audit_entry (id, county_id, stream, seq, at, organisation_id, account_id,
      session_id, action, subject_kind, subject_id, details, hash)
    select gen_random_uuid(), e.county_id, e.stream, h.seq + e.seq + h.seq * n,
      e.at - make_interval(mins => n), e.organisation_id, e.account_id, e.session_id, e.action,
      e.subject_kind, e.subject_id, e.details, e.hash
    from app.audit_entry e join app.audit_head h on h.stream = e.stream
    cross join generate_series(1, %(times)s - 1) n
    """,
    """
    update app.audit_head h set seq = (select max(e.seq) from app.audit_entry e
      where e.stream = h.stream)
    """,
    """
    insert into app.plan_change (id, county_id, plan_id, seq, at, organisation_id, account_id, name,
      on_behalf, subject_kind, subject_id, field, from_party, category)
    select gen_random_uuid(), c.county_id, c.plan_id, c.seq + 10000 * n, c.at, c.organisation_id,
      c.account_id, c.name, c.on_behalf, c.subject_kind, c.subject_id, c.field, c.from_party,
      c.category
    from app.plan_change c cross join generate_series(1, %(times)s - 1) n
    """,
    "alter table app.audit_entry enable trigger user",
    "alter table app.plan_change enable trigger user",
    "vacuum analyze",
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What one page costs this process, and how often it asks the database."""

    cpu_ms: float
    queries: int


@dataclass(frozen=True, slots=True)
class Visit:
    """A page of the portal, and the cookie of somebody who may see it."""

    endpoint: str
    path: str
    cookie: str


class Visitor:
    """Asks an application in this process."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def status(self, path: str, cookie: str) -> int:
        """What a page answers."""
        client = self._app.test_client(use_cookies=False)
        headers = {"Cookie": cookie}
        with client.get(path, headers=headers, base_url="http://localhost") as answer:
            answer.get_data()
            return answer.status_code

    def measure(self, path: str, cookie: str) -> Measured:
        """Ask a few times; the median of the processor's time."""
        for _ in range(WARM_UP):
            self.status(path, cookie)
        with statements() as seen:
            self.status(path, cookie)
        spent = []
        for _ in range(ASKED):
            began = time.process_time()
            self.status(path, cookie)
            spent.append(time.process_time() - began)
        return Measured(statistics.median(spent) * 1000, len(seen))


def main() -> None:
    """Measure everything, say it, and end with status 1 when a limit is broken."""
    print("Making the demo's county …", flush=True)
    with servers.database() as (postgres, plain), tempfile.TemporaryDirectory() as folder:
        settings = replace(plain, issuers=tuple(map(_issuer, ("staff", "individual"))))
        migrations.upgrade(settings)
        world.load(settings)
        with servers.superuser(postgres) as connection:
            bare = _measure_floor(connection, settings, folder)
            cookies = list(_sign_in(connection))
            visitor = Visitor(create_app(settings))
            visits, missed = _find(visitor, connection, cookies)
            print(f"Measuring {len(visits)} pages …", flush=True)
            first = {one.endpoint: visitor.measure(one.path, one.cookie) for one in visits}
            for statement in GROW:
                connection.execute(statement, {"times": TIMES_MORE} if "%(" in statement else None)
            second = {one.endpoint: visitor.measure(one.path, one.cookie) for one in visits}
    broken = [*_say(bare, first, second), *(f"nobody was let in to {one}" for one in missed)]
    sys.exit("".join(f"\nOver the limit: {one}" for one in broken) or 0)


def _issuer(door: str) -> IssuerSettings:
    return IssuerSettings(
        key=door,
        door="staff" if door == "staff" else "individual",
        name=door,
        issuer=f"https://{door}.example",
        client_id="samsyn",
        client_secret="only for the benchmark",
        levels={"high": HIGH},
        sign_in_level=HIGH,
    )


def _measure_floor(connection: psycopg.Connection, settings: Settings, folder: str) -> Measured:
    """In a process of its own: the portal's listeners would count for the floor's sessions."""
    connection.execute(floor.COPY)
    connection.execute("vacuum analyze")
    found = connection.execute("select id from floor.agreement order by id limit 1").fetchone()
    author = connection.execute("select id from floor.account limit 1").fetchone()
    assert found
    assert author
    environment = {
        "FLOOR_DATABASE": settings.database.url,
        "FLOOR_SECRET": secrets.token_urlsafe(32),
    }
    command = [sys.executable, "-m", "tests.load.pages", str(found[0]), str(author[0])]
    said = subprocess.check_output(command, text=True, env={**os.environ, **environment})
    cpu, queries = said.split()
    return Measured(float(cpu), int(queries))


def floor_main(agreement: str, author: str) -> None:
    """What the floor takes, for the process that asked."""
    app = floor.create_app()
    with app.test_client(use_cookies=False) as client:
        answer = client.get(f"/sign-in/{author}", base_url="http://localhost")
        cookie = answer.headers["Set-Cookie"].partition(";")[0]
    measured = Visitor(app).measure(f"/agreements/{agreement}", cookie)
    print(measured.cpu_ms, measured.queries)


def _sign_in(connection: psycopg.Connection) -> Iterator[tuple[bool, str]]:
    """Somebody of each kind of the demo, signed in wherever they work: private or not, a cookie."""
    for account, organisation, is_private, _name in connection.execute(WHERE_THEY_WORK).fetchall():
        token = new_token()
        door = "individual" if is_private else "staff"
        values = (new_id(), hash_of(token), account, organisation, door)
        connection.execute(SESSIONS, values)
        yield is_private, f"{COOKIE}={token}"


def _find(
    visitor: Visitor, connection: psycopg.Connection, cookies: Sequence[tuple[bool, str]]
) -> tuple[list[Visit], list[str]]:
    """An address of every route with somebody who may see it, and the routes without any."""
    visits, missed = [], []
    for rule in sorted(visitor._app.url_map.iter_rules(), key=lambda one: one.rule):
        if "GET" not in (rule.methods or ()) or rule.endpoint in LEFT_OUT:
            continue
        found = _visit(visitor, rule, list(_values(connection, rule)), cookies)
        if found:
            visits.append(found)
        else:
            missed.append(rule.rule)
    return visits, missed


def _visit(
    visitor: Visitor,
    rule: Rule,
    candidates: Iterable[Mapping[str, object]],
    cookies: Sequence[tuple[bool, str]],
) -> Visit | None:
    adapter = visitor._app.url_map.bind("localhost")
    wanted = [cookie for is_private, cookie in cookies if is_private == ("/my-plan" in rule.rule)]
    for values, cookie in product(candidates, wanted):
        path = adapter.build(rule.endpoint, dict(values))
        if visitor.status(path, cookie) == 200:
            return Visit(rule.endpoint, path, cookie)
    return None


def _values(connection: psycopg.Connection, rule: Rule) -> Iterator[Mapping[str, object]]:
    """What an address can name: outer things first, then what is within them."""
    names = sorted(rule.arguments, key=lambda one: one not in {"agreement_id", "plan_id"})
    yield from _filled(connection, names, {})


def _filled(
    connection: psycopg.Connection, names: Sequence[str], values: Mapping[str, object]
) -> Iterator[Mapping[str, object]]:
    if not names:
        yield values
        return
    name, *rest = names
    found: Iterable[object] = WORDS.get(name, ())
    if name in IDS:
        found = [row[0] for row in connection.execute(IDS[name], dict(values)).fetchall()]
    for value in found:
        yield from _filled(connection, rest, {**values, name: value})


def _say(
    bare: Measured, first: Mapping[str, Measured], second: Mapping[str, Measured]
) -> Iterator[str]:
    print(f"\n{'floor':<44}{bare.cpu_ms:>9.2f}{1:>8.2f}×{bare.queries:>5}")
    lines = []
    for endpoint, one in sorted(first.items(), key=lambda pair: -pair[1].cpu_ms):
        more, ratio = second[endpoint], one.cpu_ms / bare.cpu_ms
        print(f"{endpoint:<44}{one.cpu_ms:>9.2f}{ratio:>8.2f}×{one.queries:>5}"
              f"{more.cpu_ms:>10.2f}{more.queries:>5}")  # fmt: skip
        lines.append(
            {
                "name": endpoint,
                "cpu_ms": round(one.cpu_ms, 2),
                "ratio_cpu": round(ratio, 2),
                "queries": one.queries,
                "cpu_ms_with_ten_times_the_history": round(more.cpu_ms, 2),
                "queries_with_ten_times_the_history": more.queries,
            }
        )
        if ratio > RATIO and endpoint not in DEARER:
            yield f"{endpoint} takes {ratio:.2f} × the floor, at most {RATIO}"
        if more.queries != one.queries:
            yield f"{endpoint} asks {more.queries} times when more has happened, else {one.queries}"
        if more.cpu_ms > max(one.cpu_ms * GROWTH, one.cpu_ms + GROWTH_MS):
            yield f"{endpoint} takes {more.cpu_ms:.1f} ms when more has happened"
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(lines, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:]:
        floor_main(*sys.argv[1:])
    else:
        main()
