"""`make bench`: the portal's pages against the floor, in one run on one machine.

Prints a table, writes var/bench.json, and ends with status 1 when a limit is broken.
"""

import json
import logging
import os
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from agreements.documents.docx import make_docx
from agreements.documents.pdf import make_pdf
from portal import database as migrations
from portal.app import create_wsgi
from portal.authz import Role
from portal.config import Settings
from portal.demo.postgres import LocalPostgres
from portal.documents.redline import redline
from portal.identity.session import COOKIE
from portal.vault import Vault
from tests.installation import write_config
from tests.load import cases, demo, floor, grown, mix, servers
from tests.load import pages as every
from tests.load.counting import Counter, count_of_floor
from tests.load.country import LARGEST, MEASURED, Country, Reader
from tests.load.page import Page
from tests.load.rewritten import HARD
from tests.load.servers import Server
from tests.unit.documents.example import twelve_pages

COORDINATOR = Role.COORDINATOR
RESULT = Path("var/bench.json")
RATIO, OF_SEARCH, FILE_SECONDS, REDLINE_SECONDS = 1.5, 2.0, 0.3, 0.3
MEMORY_MB, MEMORY_OF_FILES_MB = 200, 180
PER_SECOND = 100
WARM_UP, ROUNDS, IN_A_ROW = 30, 16, 25
REQUESTS, FILES, MANY_FILES = 2_000, 7, 80


def main() -> None:
    """Measure everything, say it, and end with status 1 when a limit is broken."""
    logging.disable(logging.WARNING)  # what is asked of this process is in the tables
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="samsyn-bench-")))
        print("Loading 21 counties, 290 municipalities and 9,000 agreements …", flush=True)
        postgres, settings = running.enter_context(servers.database())
        country = Country()
        people = _load(postgres, settings, country)
        os.environ.update(
            PORTAL_CONFIG=str(write_config(settings, folder)),
            FLOOR_DATABASE=settings.database.url,
            FLOOR_SECRET=secrets.token_urlsafe(32),
        )
        bare = running.enter_context(servers.web("floor", "tests.load.floor:create_app()", folder))
        portal = running.enter_context(servers.web("portal", "portal.app:create_wsgi()", folder))
        pages = list(_pages(country, people, bare, portal))
        print("Measuring …", flush=True)
        _count(pages)
        _measure(pages)
        broken = [*_say_pages(pages), *_say_constant(country, people, postgres, pages)]
        broken += [*_say_memory(portal, pages, folder), *_say_files(), *_say_redlines()]
        with servers.superuser(postgres) as connection:
            drafter = {"drafter": people[MEASURED]["drafter"]}
            cookies = {**demo.sign_in(connection), **_cookies(drafter)}
        found, wrong = every.find(app := create_wsgi(), cookies)
        broken += [*wrong, *_say_mix(country, postgres, cookies, found, folder)]
        broken += _say_every_page(
            postgres, settings, cookies, found, pages[0], portal, Counter(app)
        )
        broken += cases.measure(postgres, settings, country, pages[0], portal)
    sys.exit("".join(f"\nOver the limit: {one}" for one in broken) or 0)


def _load(
    postgres: LocalPostgres, settings: Settings, country: Country
) -> dict[str, dict[str, Reader]]:
    migrations.upgrade(settings)
    demo.load(settings)
    with servers.superuser(postgres) as connection:
        demo.add_more(connection, Vault.of(settings.keys))
        country.load(connection)
        connection.execute(floor.COPY)
        connection.execute("vacuum analyze")
        people = {name: _people(country, name) for name in (MEASURED, LARGEST)}
        country.flush(connection)
    return people


def _people(country: Country, name: str) -> dict[str, Reader]:
    county = country.counties[name]
    return {
        "drafter": country.reader(county, county.examples["draft"].municipality_id, COORDINATOR),
        "region": country.reader(county, county.region, COORDINATOR),
        "group": country.reader(county, county.group, COORDINATOR),
    }


def _cookies(people: Mapping[str, Reader]) -> dict[str, str]:
    return {key: f"{COOKIE}={one.token}" for key, one in people.items()}


def _pages(
    country: Country, people: Mapping[str, Mapping[str, Reader]], bare: Server, portal: Server
) -> Iterator[Page]:
    examples = country.counties[MEASURED].examples
    shared, draft = examples["shared"], examples["draft"]
    cookies = _cookies(people[MEASURED])
    page = Page("floor", f"/agreements/{shared.id}", "", bare)
    page.sign_in(f"/sign-in/{country.author}")
    yield page
    paths = (
        ("agreement", f"/agreements/{shared.id}", "region"),
        ("agreement_in_force", f"/agreements/{examples['in_force'].id}", "region"),
        ("section", f"/agreements/{shared.id}/sections/{shared.section_id}", "region"),
        ("matrix", f"/agreements/{shared.id}/matrix", "region"),
        ("matrix_fill", f"/agreements/{draft.id}/matrix/fill", "drafter"),
        ("board", "/county", "group"),
        ("search", "/agreements/search?q=tillnyktring", "region"),
    )
    for name, path, reader in paths:
        page = Page(name, path, cookies[reader], portal, OF_SEARCH if name == "search" else RATIO)
        page.sign_in()
        yield page
    largest = f"{COOKIE}={people[LARGEST]['group'].token}"
    yield Page("board_of_49", "/county", largest, portal, RATIO)


def _count(pages: Sequence[Page]) -> None:
    bare, *others = pages
    bare.queries = count_of_floor(bare.path, bare.cookie)
    portal = Counter(create_wsgi())
    for page in others:
        page.queries = portal.count(page.path, page.cookie)


def _measure(pages: Sequence[Page]) -> None:
    """In turns, so that what else the machine does hits all of them."""
    for page in pages:
        page.ask(WARM_UP)
        page.forget()
    for _ in range(ROUNDS):
        for page in pages:
            page.ask(IN_A_ROW)


def _say_pages(pages: Sequence[Page]) -> Iterator[str]:
    bare = pages[0]
    lines = []
    print(f"\n{'':<20}{'p50 ms':>9}{'CPU ms':>9}{'p50':>8}{'CPU':>8}{'queries':>9}")
    for page in pages:
        p50, cpu = page.p50_ms / bare.p50_ms, page.cpu_ms / bare.cpu_ms
        print(f"{page.name:<20}{page.p50_ms:>9.2f}{page.cpu_ms:>9.2f}"
              f"{p50:>7.2f}×{cpu:>7.2f}×{page.queries:>9}")  # fmt: skip
        lines.append(
            {
                "name": page.name,
                "p50_ms": round(page.p50_ms, 2),
                "cpu_ms": round(page.cpu_ms, 2),
                "ratio_p50": round(p50, 2),
                "ratio_cpu": round(cpu, 2),
                "queries": page.queries,
            }
        )
        if page.most is not None and max(p50, cpu) > page.most:
            yield f"{page.name} takes {max(p50, cpu):.2f} × the floor, at most {page.most}"
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(lines, indent=2) + "\n", encoding="utf-8")


def _say_constant(
    country: Country,
    people: Mapping[str, Mapping[str, Reader]],
    postgres: LocalPostgres,
    pages: Sequence[Page],
) -> Iterator[str]:
    """Count again with forty suggestions more; the board in a county three times as large."""
    county = country.counties[MEASURED]
    counter = Counter(create_wsgi())
    with servers.superuser(postgres) as connection:
        country.suggest(county, county.examples["shared"], 40)
        country.flush(connection)
    again = {page.name: counter.count(page.path, page.cookie) for page in pages[1:]}
    again["board"] = again["board_of_49"]
    print("\nQueries with 40 suggestions more, and on the board of 49 municipalities:")
    for page in pages[1:]:
        print(f"  {page.name:<20}{page.queries:>3} → {again[page.name]}")
        if again[page.name] != page.queries:
            yield f"{page.name} asks {again[page.name]} times when there is more to show"


def _say_mix(
    country: Country,
    postgres: LocalPostgres,
    cookies: Mapping[str, str],
    found: Mapping[str, every.Found],
    folder: Path,
) -> Iterator[str]:
    """How many answers a second two workers give to sixteen who do not pause."""
    counties = list(country.counties.values())[: mix.COUNTIES]
    people = [one for county in counties for one in mix.coordinators(country, county)]
    people += mix.of_plan(cookies, found["my_plan.show"].path.rpartition("/")[2])
    with servers.superuser(postgres) as connection:
        country.flush(connection)
        known = mix.notes(connection)
    with servers.web("mix", "portal.app:create_wsgi()", folder, workers=2) as portal:
        mix.run(portal, people, seconds=mix.WARM_UP)
        mixed = mix.run(portal, people)
    with servers.superuser(postgres) as connection:
        mix.remove_notes(connection, but=known)
    p50, p95 = mixed.quantiles_ms
    print(f"\n{mix.USERS} users without a pause: {mixed.per_second:.0f} answers a second,"
          f" (the goal: {PER_SECOND}), p50 {p50:.0f} ms, p95 {p95:.0f} ms,"
          f" {len(mixed.wrong)} errors; to ask took {mixed.own_cpu:.0%} of a core")  # fmt: skip
    if mixed.wrong:
        yield f"{len(mixed.wrong)} answers were wrong, the first {mixed.wrong[0]}"


def _say_every_page(
    postgres: LocalPostgres,
    settings: Settings,
    cookies: Mapping[str, str],
    found: Mapping[str, every.Found],
    bare: Page,
    portal: Server,
    counter: Counter,
) -> Iterator[str]:
    """With what the demo has, and with ten times as much."""
    few = every.measure(found.values(), cookies, bare, portal, counter)
    with servers.superuser(postgres) as connection:
        grown.grow(connection, Vault.of(settings.keys), demo.county(connection))
    many = every.measure(found.values(), cookies, bare, portal, counter)
    yield from every.say(few, many)


def _say_memory(portal: Server, pages: Sequence[Page], folder: Path) -> Iterator[str]:
    agreement = pages[1]
    for kind, times in (("agreement.pdf", FILES), ("agreement.docx", MANY_FILES)):
        for _ in range(times):
            portal.get(f"{agreement.path}/{kind}", agreement.cookie)
    while portal.asked < REQUESTS:
        agreement.ask(1)
    memory = portal.memory_mb()
    print(f"\nWorker after {portal.asked} requests, files among them: {memory:.0f} MB")
    if memory > MEMORY_MB:
        yield f"the worker holds {memory:.0f} MB, at most {MEMORY_MB}"
    yield from _say_memory_of_files(folder, agreement)


def _say_memory_of_files(folder: Path, agreement: Page) -> Iterator[str]:
    """What a worker holds that has made files and nothing else."""
    with servers.web("files", "portal.app:create_wsgi()", folder) as fresh:
        for _ in range(MANY_FILES):
            fresh.get(f"{agreement.path}/agreement.docx", agreement.cookie)
        memory = fresh.memory_mb()
    print(f"A fresh worker after {MANY_FILES} DOCX in a row: {memory:.0f} MB")
    if memory > MEMORY_OF_FILES_MB:
        yield f"{MANY_FILES} DOCX leave a worker with {memory:.0f} MB, at most {MEMORY_OF_FILES_MB}"


def _say_files() -> Iterator[str]:
    document = twelve_pages()
    for name, make in (("PDF", make_pdf), ("DOCX", make_docx)):
        make(document)
        times = []
        for _ in range(FILES):
            began = time.perf_counter()
            make(document)
            times.append(time.perf_counter() - began)
        seconds = statistics.median(times)
        print(f"{name} of 12 pages with a matrix of 35 × 4: {seconds:.3f} s")
        if seconds > FILE_SECONDS:
            yield f"a {name} takes {seconds:.2f} s, at most {FILE_SECONDS}"


def _say_redlines() -> Iterator[str]:
    """Processor seconds of the dearest comparison of 20,000 characters with what they became."""
    dearest = max((_cost(old, new), name) for name, (old, new) in HARD.items())
    print(f"The dearest redline of 20,000 characters ({dearest[1]}): {dearest[0]:.3f} s")
    if dearest[0] > REDLINE_SECONDS:
        yield f"a redline takes {dearest[0]:.2f} s, at most {REDLINE_SECONDS}"


def _cost(old: str, new: str) -> float:
    began = time.process_time()
    redline(old, new)
    return time.process_time() - began


if __name__ == "__main__":
    main()
