"""One PostgreSQL for all tests of a worker, started when the first of them asks for it.

`make test` runs several workers (pytest-xdist), each a process with whatever it needs of its own:
they share no server, no database and no port, so no test has to know that there are others. What
is the same for all of them is made once, in the folder of the run, and copied (tests/made_once.py).

A test gets a `database` of its own, a copy of a migrated one: a quarter of a second. A folder whose
tests leave the structure alone lets `database` and `engines` be `emptied_database` and
`reused_engines`, which the tests share and each leaves empty.
"""

import gc
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from sqlalchemy import Engine, create_engine

from portal import database as migrations
from portal.config import DatabaseSettings, MailSettings, Settings
from portal.demo.postgres import FOR_TESTS, LocalPostgres, Login
from tests.keys import KEYS
from tests.made_once import copy_cluster, made_once

pytest_plugins = ["tests.integration.prepared"]

Engines = Callable[[Login], Engine]

BROWSER = "tests/e2e/"
# what everybody reaches in one plan is looked at once, for all of its tests
SHUT_OUT = "tests/integration/sip/test_shut_out.py"
# who writes something, and the pages they open, are made once for all tests of a group of them
FORMS = "tests/integration/forms/"
# The first to come to the browser makes the demo's data; the next begin with something else.
LONGEST = (
    "tests/e2e/test_sip_story.py",
    SHUT_OUT,
    f"{FORMS}test_odd_posts.py::test_no_post",
    f"{FORMS}test_sent_twice.py::test_back",
    f"{FORMS}test_nothing_is_lost.py::test_after_31",
    f"{FORMS}test_nothing_changed.py",
    "tests/e2e/test_agreement_pages.py",
    "tests/e2e/by_the_clock/test_agreement_life.py",
    "tests/e2e/test_journey.py",
    "tests/e2e/test_access.py",
    # before the one that leaves more in the same draft
    "tests/e2e/test_agreement_tools.py",
    "tests/e2e/test_bad_input.py",
    BROWSER,
    FORMS,
    # else nearly the last, and long
    "tests/integration/test_start.py",
    "tests/integration/test_serving.py",
)
MIGRATED = "migrated"
FOLDER = pytest.StashKey[Path]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--every-way",
        action="store_true",
        help="the browser's long stories at each width with scripts and without, six times",
    )


def pytest_configure(config: pytest.Config) -> None:
    """A folder for what the run makes, removed in the end; the workers are told where it is.

    Not in pytest's own, which only its owner may enter: as root, the servers are somebody else.
    """
    if told := getattr(config, "workerinput", {}).get("folder"):
        config.stash[FOLDER] = Path(told)
        return
    config.stash[FOLDER] = Path(tempfile.mkdtemp(prefix="samsyn-tests-"))
    config.stash[FOLDER].chmod(0o755)
    config.add_cleanup(lambda: shutil.rmtree(config.stash[FOLDER], ignore_errors=True))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Of pytest-xdist, for each worker."""
    node.workerinput["folder"] = str(node.config.stash[FOLDER])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Workers begin with what takes longest, so that none of them ends long after the others.

    Alone, the browser comes last: Playwright keeps an event loop in this thread.
    """
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: _place(item.nodeid))
    else:
        items.sort(key=lambda item: item.nodeid.startswith(BROWSER))


def _place(nodeid: str) -> int:
    return next((at for at, one in enumerate(LONGEST) if nodeid.startswith(one)), len(LONGEST))


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: looking through it for rubbish takes a tenth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: a test waits for a quarter of its time."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """A file is for one worker: what its tests begin from, and plan, is made once where they run.

    They pass one by one, too, but those of the browser: they go on from each other's. Files are
    handed out in their order (`pytest_collection_modifyitems`); of FORMS what has the same group of
    people. Whoever has come to the browser goes on there, since a demo and a browser take long to
    start; the others come to it when nothing else is left.
    """
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        at_browser: Any = None

        def _assign_work_unit(self, node: Any) -> None:
            if self.at_browser not in self.nodes:
                self.at_browser = node
            is_there = node is self.at_browser
            self.workqueue.move_to_end(next_for(self.workqueue, is_there=is_there), last=False)
            super()._assign_work_unit(node)

        def _split_scope(self, nodeid: str) -> str:
            if nodeid.startswith(FORMS) and nodeid.endswith("]"):
                return FORMS + nodeid.rpartition("[")[2].rstrip("]").partition("-")[0]
            return nodeid.partition("::")[0]

        def mark_test_complete(self, node: Any, item_index: int, duration: float = 0) -> None:
            """Forget what is done: all that a worker has is counted anew after each test."""
            super().mark_test_complete(node, item_index, duration)
            scope = self._split_scope(self.registered_collections[node][item_index])
            if all(self.assigned_work[node][scope].values()):
                del self.assigned_work[node][scope]

    config.option.loadscopereorder = False
    return Scheduling(config, log)


def next_for(waiting: Iterable[str], *, is_there: bool) -> str:
    """What a worker takes of what waits: of the browser's when it is there, else of the others."""
    mine = (one for one in waiting if one.startswith(BROWSER) is is_there)
    return next(mine, None) or next(iter(waiting))


DELETE_EVERY_ROW = """
set local session_replication_role = replica;
do $$ declare name regclass; begin
  for name in select oid from pg_class where relnamespace = 'app'::regnamespace
    and relkind = 'r' and relname not in ('sign_in_key', 'basis_limit', 'consent_limit',
      'key_check')
  loop execute 'delete from ' || name; end loop;
end $$
"""


@pytest.fixture(scope="session")
def run_folder(pytestconfig: pytest.Config) -> Path:
    """Where all workers of the run may put things, which are gone after it."""
    return pytestconfig.stash[FOLDER]


@pytest.fixture(scope="session")
def postgres(run_folder: Path) -> Iterator[LocalPostgres]:
    folder = run_folder / f"postgres-{secrets.token_hex(4)}"
    copy_cluster(made_once(run_folder / "postgres", _make_cluster), folder)
    server = LocalPostgres(folder, options=FOR_TESTS)
    try:
        server.start()
        yield server
    finally:
        server.destroy()


def _make_cluster(folder: Path) -> None:
    with LocalPostgres(folder, options=FOR_TESTS) as server:
        server.create_database(MIGRATED)
        migrations.upgrade(settings_of(server, MIGRATED))


@pytest.fixture(scope="session")
def compiled(run_folder: Path) -> BytecodeCache:
    """What has been compiled of the pages' templates, by any worker; checks are shared as well."""
    from tests.browser import share_checks  # here, so that tests without pages need no Flask

    share_checks(run_folder / "checked")
    folder = run_folder / "templates"
    folder.mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


@pytest.fixture(scope="session")
def template_database(postgres: LocalPostgres) -> str:
    """A migrated, empty database that nobody is connected to, so that it can be copied."""
    return MIGRATED


@pytest.fixture
def database(postgres: LocalPostgres, template_database: str) -> Iterator[str]:
    """The name of a database of the test's own."""
    yield from copy_database(postgres, template_database)


@pytest.fixture(scope="session")
def reused_database(postgres: LocalPostgres, template_database: str) -> Iterator[str]:
    yield from copy_database(postgres, template_database)


@pytest.fixture(scope="session")
def reused_engines(postgres: LocalPostgres, reused_database: str) -> Iterator[Engines]:
    yield from open_engines(postgres, reused_database)


@pytest.fixture
def emptied_database(reused_database: str, reused_engines: Engines) -> Iterator[str]:
    """A copy that every test gets empty, for tests that only write rows."""
    yield reused_database
    with reused_engines("super").begin() as connection:
        connection.exec_driver_sql(DELETE_EVERY_ROW)


@pytest.fixture
def empty_database(postgres: LocalPostgres) -> Iterator[str]:
    """The name of an empty database of the test's own, without a single migration."""
    yield from copy_database(postgres, None)


@pytest.fixture
def settings(postgres: LocalPostgres, database: str) -> Settings:
    """Settings of a portal on `database`."""
    return settings_of(postgres, database)


@pytest.fixture
def engines(postgres: LocalPostgres, database: str) -> Iterator[Engines]:
    """Engines on `database`, one for each login: super, owner, app or worker."""
    yield from open_engines(postgres, database)


def settings_of(postgres: LocalPostgres, name: str) -> Settings:
    return Settings(
        secret_key="only-for-tests-9fK2vQ7xLm4TzR8bWc3Y",
        base_url="https://samsyn.example",
        database=DatabaseSettings(
            url=postgres.url("app", name),
            owner_url=postgres.url("owner", name),
            worker_url=postgres.url("worker", name),
        ),
        mail=MailSettings(sender="Samsyn <samsyn@samsyn.example>", folder=Path("unused")),
        keys=KEYS,
    )


def copy_database(postgres: LocalPostgres, template: str | None) -> Iterator[str]:
    name = f"test_{secrets.token_hex(6)}"
    postgres.create_database(name, template)
    yield name
    postgres.drop_database(name)


def open_engines(postgres: LocalPostgres, name: str) -> Iterator[Engines]:
    made: dict[Login, Engine] = {}

    def engine(login: Login) -> Engine:
        if login not in made:
            url = postgres.url(login, name)
            made[login] = create_engine(url, hide_parameters=True)
        return made[login]

    yield engine
    for one in made.values():
        one.dispose()
