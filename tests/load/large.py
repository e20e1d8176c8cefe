"""`make bench-large`: SIP's pages against the floor, with 1,000 plans and with 1,000,000.

Prints a table, writes var/bench-large.json, and ends with status 1 when a limit is broken.
"""

import json
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from pathlib import Path
from uuid import UUID

import psycopg

from portal import database as migrations
from portal.app import create_wsgi
from portal.authz import Role
from portal.identity.session import COOKIE
from portal.vault import Vault
from sip.kernel.vocabulary import ActKind
from sip.ledger.rules import PLAN
from sip.tables.consent import ConsentAct
from tests.installation import write_config
from tests.load import floor, servers
from tests.load.bench import IN_A_ROW, WARM_UP
from tests.load.counting import Counter, count_of_floor
from tests.load.country import MEASURED, Country, County, Reader
from tests.load.page import Page
from tests.load.plans import Plans
from tests.load.servers import Server

RESULT = Path("var/bench-large.json")
SIZES = (1_000, 1_000_000)
FLAT = 1.3
# the most that a page may take, in times the floor, and why it is more than a page of agreements
# (docs/adr/0023)
LIMITS: Mapping[str, tuple[float, str]] = {
    "tasks": (3.0, "hands out twenty keys, a row in the log for each, and says what comes next"),
    "plan": (2.1, "folds the plan's consent, unseals all of it, and writes a row in the log"),
}
ROUNDS = 12

Line = dict[str, str | float | int]


def main() -> None:
    """Measure at each size, say it, and end with status 1 when a limit is broken."""
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="samsyn-bench-")))
        postgres, settings = running.enter_context(servers.database())
        migrations.upgrade(settings)
        connection = running.enter_context(servers.superuser(postgres))
        country = Country()
        county, reader, other = _load(country, connection)
        os.environ.update(
            PORTAL_CONFIG=str(write_config(settings, folder)),
            FLOOR_DATABASE=settings.database.url,
            FLOOR_SECRET=secrets.token_urlsafe(32),
        )
        plans = Plans(county, reader, Vault.of(settings.keys))
        shared = county.examples["shared"].id
        lines: list[Line] = []
        withdrawn = 0.0
        for size in SIZES:
            print(f"Loading {size:,} plans …", flush=True)
            plans.grow(connection, size)
            # anew, since a connection that nobody uses meanwhile is closed
            with _serving(folder) as (bare, portal):
                asked = (
                    f"/agreements/{shared}",
                    str(country.author),
                    reader.token,
                    plans.mine[0].id,
                )
                lines += _at(size, list(_pages(*asked, bare, portal)))
                if size == SIZES[-1]:
                    withdrawn = _withdraw(connection, plans, portal, other)
        _say(lines)
        print(f"\nWithdrawn: the next request, {withdrawn:.1f} ms later, finds no plan.")
    sys.exit("".join(f"\nOver the limit: {one}" for one in _broken(lines)) or 0)


def _load(country: Country, connection: psycopg.Connection) -> tuple[County, Reader, Reader]:
    """What the floor needs; who is measured, and somebody of another organisation."""
    print("Loading 21 counties with 9,000 agreements for the floor …", flush=True)
    country.load(connection)
    connection.execute(floor.COPY)
    county = country.counties[MEASURED]
    reader = country.reader(county, county.municipalities[-1], Role.CASEWORKER)
    other = country.reader(county, county.region, Role.CASEWORKER)
    country.flush(connection)
    return county, reader, other


@contextmanager
def _serving(folder: Path) -> Iterator[tuple[Server, Server]]:
    with (
        servers.web("floor", "tests.load.floor:create_app()", folder) as bare,
        servers.web("portal", "portal.app:create_wsgi()", folder) as portal,
    ):
        yield bare, portal


def _pages(
    agreement: str, author: str, token: str, plan: UUID, bare: Server, portal: Server
) -> Iterator[Page]:
    page = Page("floor", agreement, "", bare)
    page.sign_in(f"/sign-in/{author}")
    yield page
    for name, path in (("tasks", "/sip"), ("plan", f"/sip/plans/{plan}")):
        page = Page(name, path, f"{COOKIE}={token}", portal)
        page.sign_in()
        yield page


def _at(size: int, pages: Sequence[Page]) -> list[Line]:
    bare = pages[0]
    bare.queries = count_of_floor(bare.path, bare.cookie)
    counter = Counter(create_wsgi())
    for page in pages[1:]:
        page.queries = counter.count(page.path, page.cookie)
    for page in pages:
        page.ask(WARM_UP)
        page.forget()
    for _ in range(ROUNDS):  # in turns, so that what else the machine does hits all of them
        for page in pages:
            page.ask(IN_A_ROW)
    return [
        {
            "name": f"{page.name}_{size}",
            "p50_ms": round(page.p50_ms, 2),
            "cpu_ms": round(page.cpu_ms, 2),
            "ratio_p50": round(page.p50_ms / bare.p50_ms, 2),
            "ratio_cpu": round(page.cpu_ms / bare.cpu_ms, 2),
            "queries": page.queries,
        }
        for page in pages
    ]


def _say(lines: Sequence[Line]) -> None:
    print(f"\n{'':<16}{'p50 ms':>9}{'CPU ms':>9}{'p50':>8}{'CPU':>8}{'queries':>9}")
    for line in lines:
        print("{name:<16}{p50_ms:>9}{cpu_ms:>9}{ratio_p50:>7}×{ratio_cpu:>7}×{queries:>9}".format(
            **line))  # fmt: skip
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(lines, indent=2) + "\n", encoding="utf-8")


def _withdraw(
    connection: psycopg.Connection, plans: Plans, portal: Server, reader: Reader
) -> float:
    """How long after a withdrawal the answer that finds nothing is there."""
    plan = plans.mine[-1]
    plans.join(connection, plan, reader)
    path, cookie = f"/sip/plans/{plan.id}", f"{COOKIE}={reader.token}"
    if portal.get(path, cookie)[0].status != HTTPStatus.OK:
        raise RuntimeError("the plan was not open before")
    plan.add(ConsentAct, kind=ActKind.WITHDRAW, consenter_id=plan.consenter, items=[PLAN.key])
    began = time.perf_counter()
    if portal.get(path, cookie)[0].status != HTTPStatus.NOT_FOUND:
        raise RuntimeError("the plan is still open")
    return (time.perf_counter() - began) * 1000


def _broken(lines: Sequence[Line]) -> Iterator[str]:
    by_name: Mapping[str, Line] = {str(line["name"]): line for line in lines}
    small, large = SIZES
    for page in LIMITS:
        for size in SIZES:
            line = by_name[f"{page}_{size}"]
            limit, reason = LIMITS[page]
            if max(float(line["ratio_p50"]), float(line["ratio_cpu"])) > limit:
                yield f"{line['name']} takes more than {limit} × the floor ({reason})"
        before, after = (float(by_name[f"{page}_{size}"]["ratio_p50"]) for size in (small, large))
        if after > FLAT * before:
            yield f"{page} takes {after / before:.2f} times as long with {large:,} plans"


if __name__ == "__main__":
    main()
