"""Deviations and disputes of a whole country over five years: listed, charted and escalated.

`make bench` measures it with the rest; alone: `python -m tests.load.cases`.
"""

import logging
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import psycopg
from sqlalchemy import create_engine

from agreements.reminding import escalate
from portal import clock
from portal import database as migrations
from portal.authz import Role
from portal.config import Settings
from portal.demo.postgres import LocalPostgres
from portal.identity.session import COOKIE
from tests.installation import write_config
from tests.load import floor, servers
from tests.load.country import LARGEST, Country
from tests.load.page import Page
from tests.load.servers import Server

DEVIATIONS, DISPUTES = 90_000, 10_000
OF_CASES, ESCALATION_SECONDS = 2.0, 10.0
WARM_UP, ROUNDS, IN_A_ROW = 20, 8, 20

# those in force on the first subject, one in each municipality, in turn
PLACES = """
create temporary table place as
select row_number() over (order by a.id) - 1 as number, count(*) over () as how_many,
  a.id as agreement_id, a.county_id, p.municipality, p.region, p.police
from app.agreement a
join app.subject s on s.id = a.subject_id and s.position = 0
cross join lateral (select a.municipality_ids[1] as municipality,
  (select o.id from app.organisation o
    where o.county_id = a.county_id and o.kind = 'region' limit 1) as region,
  (select o.id from app.organisation o
    where o.county_id = a.county_id and o.kind = 'police' limit 1) as police) p
where a.status = 'in_force' and a.amends_id is null and p.region is not null
  and p.police is not null and exists (select from app.agreement_party x
    where x.agreement_id = a.id and x.organisation_id = p.region)
"""
# one of a hundred is open; the rest were answered in a week and closed in a month
MORE_DEVIATIONS = """
insert into app.deviation (id, county_id, agreement_id, organisation_id, concerns_id,
  municipality_id, from_plan, kind, section, section_key, row_key, place, expected, chosen,
  happened, reported_at, answer_by, answer, answered_by, answered_at, lesson, closed_by,
  closed_by_id, closed_at)
select gen_random_uuid(), p.county_id, p.agreement_id,
  case when g %% 2 = 0 then p.municipality else p.region end,
  case when g %% 2 = 1 then p.municipality when g %% 6 = 0 then p.police else p.region end,
  p.municipality, false,
  (array['other_doer', 'not_done', 'late', 'otherwise', 'unclear'])[1 + g %% 5],
  '2 Samordnad individuell plan (SIP)', 'sip', null, '', 'Inom tre veckor.', 'Efter två månader.',
  'Mötet blev inte av förrän efter två månader.', t.at, (t.at + interval '14 days')::date,
  case when t.ended then 'Kallelsen går nu samma dag.' end, case when t.ended then 'Aino' end,
  case when t.ended then t.at + interval '7 days' end,
  case when t.ended then 'Kalla genast.' end, case when t.ended then 'Maja' end,
  case when t.ended then p.municipality end, case when t.ended then t.at + interval '30 days' end
from generate_series(1, %(many)s) g
join place p on p.number = g %% p.how_many
cross join lateral (select now() - g * interval '5 years' / %(many)s as at,
  g > %(many)s / 100 as ended) t
"""
MORE_DISPUTES = """
insert into app.dispute (id, county_id, agreement_id, opener_id, other_id, municipality_id, section,
  section_key, place, question, meanwhile, opened_by, opened_at, level, due_on)
select gen_random_uuid(), p.county_id, p.agreement_id, p.municipality, p.region, p.municipality,
  '2 Samordnad individuell plan (SIP)', 'sip', '', 'Vem kallar till mötet?',
  'Kommunen kallar så länge.', 'Maja Öhlund', now() - g * interval '5 years' / %(many)s, 1,
  current_date - 1
from generate_series(1, %(many)s) g join place p on p.number = g %% p.how_many;
"""
LEVELS = """
insert into app.dispute_level (id, county_id, dispute_id, number, forum, opener_function,
  other_function, working_days, days, started_on, due_on)
select gen_random_uuid(), d.county_id, d.id, n, 'Närmaste chefer', 'enhetschef', 'avdelningschef',
  case when n < 3 then 10 end, null, case when n = 1 then d.opened_at::date end,
  case when n = 1 then d.due_on end
from app.dispute d cross join generate_series(1, 3) n
where not exists (select from app.dispute_level l where l.dispute_id = d.id)
"""


def load(connection: psycopg.Connection) -> None:
    """Add a hundred thousand cases to a country, as a superuser."""
    with connection.transaction():
        connection.execute("set local session_replication_role = replica")
        connection.execute(PLACES)
        connection.execute(MORE_DEVIATIONS, {"many": DEVIATIONS})
        connection.execute(MORE_DISPUTES, {"many": DISPUTES})
        connection.execute(LEVELS)
        connection.execute("drop table place")
    connection.execute("vacuum analyze")


def pages(people: Mapping[str, str], portal: Server) -> Iterator[Page]:
    """The lists of whoever has most of them, and what the county sees; `people` are cookies."""
    for name, path, reader in (
        ("deviations", "/deviations", "region"),
        ("deviations_open", "/deviations?state=open", "region"),
        ("disputes", "/disputes", "region"),
        ("deviations_charted", "/county/deviations", "group"),
    ):
        yield Page(name, path, people[reader], portal, OF_CASES)


def say(bare: Page, found: Sequence[Page]) -> Iterator[str]:
    """Measure them in turns with the floor, and print what each took of it."""
    for page in (bare, *found):
        page.ask(WARM_UP)
        page.forget()
    for _ in range(ROUNDS):
        for page in (bare, *found):
            page.ask(IN_A_ROW)
    print(f"\n{DEVIATIONS:,} deviations and {DISPUTES:,} disputes, the largest county's:")
    print(f"{'':<20}{'p50 ms':>9}{'CPU ms':>9}{'p50':>8}{'CPU':>8}")
    for page in found:
        p50, cpu = page.p50_ms / bare.p50_ms, page.cpu_ms / bare.cpu_ms
        print(f"{page.name:<20}{page.p50_ms:>9.2f}{page.cpu_ms:>9.2f}{p50:>7.2f}×{cpu:>7.2f}×")
        if page.most is not None and max(p50, cpu) > page.most:
            yield f"{page.name} takes {max(p50, cpu):.2f} × the floor, at most {page.most}"


def say_escalation(settings: Settings) -> Iterator[str]:
    """Lift every dispute whose time is out, as the worker does, and once more: each once."""
    engine = create_engine(settings.database.worker_url)
    with engine.begin() as connection:
        began = time.perf_counter()
        lifted = escalate(connection, clock.today())
        seconds = time.perf_counter() - began
    with engine.begin() as connection:
        again = escalate(connection, clock.today())
    engine.dispose()
    print(f"\nThe worker lifted {lifted:,} disputes in {seconds:.2f} s, and then {again}")
    if lifted < DISPUTES or again:
        yield f"{lifted} disputes were lifted and then {again}, not {DISPUTES} and none"
    if seconds > ESCALATION_SECONDS:
        yield f"to lift {lifted} disputes takes {seconds:.1f} s, at most {ESCALATION_SECONDS}"


def measure(
    postgres: LocalPostgres, settings: Settings, country: Country, bare: Page, portal: Server
) -> Iterator[str]:
    """All of it, in a country that has been loaded."""
    county = country.counties[LARGEST]
    people = {
        "region": country.reader(county, county.region, Role.COORDINATOR),
        "group": country.reader(county, county.group, Role.COORDINATOR),
    }
    with servers.superuser(postgres) as connection:
        country.flush(connection)
        load(connection)
    cookies = {name: f"{COOKIE}={one.token}" for name, one in people.items()}
    yield from say(bare.anew(), list(pages(cookies, portal)))
    yield from say_escalation(settings)


def main() -> None:
    """Load a country and its cases, measure them, and end with status 1 when a limit is broken."""
    logging.disable(logging.WARNING)
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="samsyn-bench-")))
        postgres, settings = running.enter_context(servers.database())
        migrations.upgrade(settings)
        country = Country()
        with servers.superuser(postgres) as connection:
            country.load(connection)
            connection.execute(floor.COPY)
        os.environ.update(
            PORTAL_CONFIG=str(write_config(settings, folder)),
            FLOOR_DATABASE=settings.database.url,
            FLOOR_SECRET=secrets.token_urlsafe(32),
        )
        bare = running.enter_context(servers.web("floor", "tests.load.floor:create_app()", folder))
        portal = running.enter_context(servers.web("portal", "portal.app:create_wsgi()", folder))
        shared = country.counties[LARGEST].examples["shared"]
        page = Page("floor", f"/agreements/{shared.id}", "", bare)
        page.sign_in(f"/sign-in/{country.author}")
        broken = list(measure(postgres, settings, country, page, portal))
    sys.exit("".join(f"\nOver the limit: {one}" for one in broken) or 0)


if __name__ == "__main__":
    main()
