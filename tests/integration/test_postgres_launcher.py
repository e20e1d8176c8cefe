"""The private PostgreSQL: what it keeps, whom it lets in, and what it survives."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from portal.demo.postgres import FOR_TESTS, LocalPostgres, Login
from portal.demo.postgres_home import PostgresError, find_programs

ROOT = Path(__file__).resolve().parents[2]

HOLD = """
import sys, time
from pathlib import Path
from portal.demo.postgres import FOR_TESTS, LocalPostgres
with LocalPostgres(Path(sys.argv[1]), options=FOR_TESTS):
    print("ready", flush=True)
    time.sleep(120)
"""


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalPostgres]:
    """One set of files for the whole module: making it takes longer than all the rest."""
    with reachable_folder() as folder:
        made = LocalPostgres(folder / "pg", options=FOR_TESTS)
        yield made
        made.destroy()


@pytest.fixture
def server(cluster: LocalPostgres) -> LocalPostgres:
    cluster.start()
    return cluster


@pytest.fixture
def stopped(cluster: LocalPostgres) -> LocalPostgres:
    cluster.start()
    cluster.stop()
    return cluster


@pytest.fixture
def place() -> Iterator[Path]:
    with reachable_folder() as folder:
        yield folder


@contextmanager
def reachable_folder() -> Iterator[Path]:
    """A folder that root's server account reaches too, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="samsyn-test-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


def connect(server: LocalPostgres, login: Login, database: str = "portal") -> psycopg.Connection:
    address = server.url(login, database).replace("+psycopg", "", 1)
    return psycopg.connect(address, autocommit=True)


def test_the_application_owns_nothing_and_cannot_pass_by_the_guard(server: LocalPostgres) -> None:
    with connect(server, "app") as connection:
        role = connection.execute(
            "select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolinherit"
            " from pg_roles where rolname = current_user"
        ).fetchone()
        assert role == (False, False, False, False, True)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("create schema mine")


def test_only_the_owner_may_give_functions_to_the_role_without_login(server: LocalPostgres) -> None:
    with connect(server, "owner") as connection:
        connection.execute("set role portal_authz")
    with connect(server, "app") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("set role portal_authz")


def test_nobody_comes_in_without_the_password(server: LocalPostgres) -> None:
    address = server.url("app").replace("+psycopg", "", 1)
    wrong = address.replace(address.split(":")[2].split("@")[0], "wrong")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


def test_it_listens_on_no_network_address(server: LocalPostgres) -> None:
    with connect(server, "super") as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("",)


def test_secrets_lie_where_only_we_read(server: LocalPostgres) -> None:
    for path in (server.folder / "passwords.json", server.log):
        assert path.stat().st_mode & 0o077 == 0
    assert (server.folder / "data").stat().st_mode & 0o077 == 0
    assert "SCRAM" not in server.log.read_text()


def test_swedish_letters_have_case(server: LocalPostgres) -> None:
    with connect(server, "app") as connection:
        assert connection.execute("select lower('ÅÄÖ')").fetchone() == ("åäö",)


def test_a_database_is_copied_from_a_template_and_dropped(server: LocalPostgres) -> None:
    server.create_database("pattern")
    with connect(server, "owner", "pattern") as connection:
        connection.execute("create table public.thing as select 1 as number")
    server.create_database("copy", template="pattern")
    with connect(server, "owner", "copy") as connection:
        assert connection.execute("select number from public.thing").fetchone() == (1,)
        server.drop_database("copy")  # even while somebody is connected
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        connect(server, "owner", "copy")
    server.drop_database("copy")


def test_data_and_passwords_stay_between_runs(server: LocalPostgres) -> None:
    address = server.url("owner")
    with connect(server, "owner") as connection:
        connection.execute("create table public.kept as select 'yes' as answer")
    server.stop()
    again = LocalPostgres(server.folder, options=FOR_TESTS)
    with again, connect(again, "owner") as connection:
        assert again.url("owner") == address
        assert connection.execute("select answer from public.kept").fetchone() == ("yes",)


def test_destroying_leaves_nothing(place: Path) -> None:
    folder = place / ("very long " * 9) / 'Å, "b" 100%'
    server = LocalPostgres(folder, options=FOR_TESTS)
    with server, connect(server, "app") as connection:  # and runs below a path like that
        assert connection.execute("select 1").fetchone() == (1,)
    server.destroy()
    assert not server.folder.exists()
    assert not server._home.socket_folder.exists()


def test_a_second_holder_is_refused_and_the_first_goes_on(server: LocalPostgres) -> None:
    second = LocalPostgres(server.folder, options=FOR_TESTS)
    with pytest.raises(PostgresError, match=f"in use by process {os.getpid()}"):
        second.start()
    with pytest.raises(PostgresError, match="in use"):
        second.destroy()
    with connect(server, "app") as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def hold(folder: Path) -> subprocess.Popen[str]:
    """Another process that starts a server and is there until it is killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    lines = iter(process.stdout or [])
    assert any(line == "ready\n" for line in lines)
    return process


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def test_the_server_ends_when_its_holder_is_killed(stopped: LocalPostgres) -> None:
    holder = hold(stopped.folder)
    pid_file = stopped.folder / "data" / "postmaster.pid"
    assert pid_file.exists()
    kill(holder)
    deadline = time.monotonic() + 20
    while pid_file.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not pid_file.exists()


def test_it_starts_after_server_and_holder_were_killed(stopped: LocalPostgres) -> None:
    holder = hold(stopped.folder)
    pid_file = stopped.folder / "data" / "postmaster.pid"
    os.kill(int(pid_file.read_text().split()[0]), signal.SIGKILL)
    kill(holder)
    with stopped, connect(stopped, "app") as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_it_starts_when_the_old_number_belongs_to_another_program(stopped: LocalPostgres) -> None:
    (stopped.folder / "data" / "postmaster.pid").write_text(f"{os.getppid()}\n")
    with stopped, connect(stopped, "app") as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_a_cluster_that_was_never_finished_is_made_anew(place: Path) -> None:
    server = LocalPostgres(place / "pg", options=FOR_TESTS)
    left = server.folder / "data.part"
    left.mkdir(parents=True)
    (left / "PG_VERSION").write_text("18\n")
    with server, connect(server, "app") as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_data_of_another_version_is_refused_and_left_alone(stopped: LocalPostgres) -> None:
    version = stopped.folder / "data" / "PG_VERSION"
    right = version.read_text()
    version.write_text("9\n")
    with pytest.raises(PostgresError, match="made by PostgreSQL 9"):
        stopped.start()
    version.write_text(right)
    stopped.start()


def test_a_broken_server_says_why(stopped: LocalPostgres) -> None:
    broken = LocalPostgres(stopped.folder, options={"shared_buffers": "nonsense"})
    with pytest.raises(PostgresError, match="nonsense"):
        broken.start()


def test_missing_programs_are_named(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_PG_BIN", str(place))
    with pytest.raises(PostgresError, match="PORTAL_PG_BIN"):
        find_programs()


def test_a_socket_folder_of_somebody_else_is_not_used(stopped: LocalPostgres, place: Path) -> None:
    home = stopped._home
    home.socket_folder.rename(place / "aside")
    home.socket_folder.symlink_to(place)  # as somebody might who guesses the name
    try:
        with pytest.raises(PostgresError, match="somebody else"):
            stopped.start()
        assert [path.name for path in place.iterdir()] == ["aside"]
    finally:
        home.socket_folder.unlink()


def test_the_files_lie_where_the_server_account_reaches_them(place: Path) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    said: list[str] = []
    server = LocalPostgres(closed / "pg", options=FOR_TESTS, say=said.append)
    try:
        with server, connect(server, "app") as connection:
            assert connection.execute("select 1").fetchone() == (1,)
            runs_as = (server.folder / "data").stat().st_uid
    finally:
        server.destroy()
    if os.geteuid() == 0:  # the server runs as another account, which cannot come in here
        assert runs_as != 0
        assert closed not in server.folder.parents
        assert str(server.folder) in said[0]
    else:
        assert (runs_as, server.folder, said) == (os.geteuid(), closed / "pg", [])
