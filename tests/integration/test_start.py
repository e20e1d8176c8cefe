"""What the web server begins on, waits for, goes on with, and refuses with one line."""

import base64
import gc
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from sqlalchemy import Engine, select, text

from portal import database as migrations
from portal import fitness, key_checks
from portal.app import begin, create_app, create_wsgi
from portal.cli import portal
from portal.config import Settings
from portal.db import db
from portal.errors import ConfigurationError, OutdatedDatabaseError, UnsafeDatabaseError
from portal.memory import MALLOC, give_back, keep_one_heap
from portal.vault import SealBrokenError, Vault
from tests.conftest import Engines
from tests.installation import write_config

if TYPE_CHECKING:
    from flask import Flask

Begin = Callable[[Settings], FlaskClient]


@pytest.fixture
def beginning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compiled: BytecodeCache
) -> Iterator[Begin]:
    """Begins as a web worker does, with a configuration file of these settings."""
    begun: list[Flask] = []

    def start(settings: Settings) -> FlaskClient:
        monkeypatch.setenv("PORTAL_CONFIG", str(write_config(settings, tmp_path)))
        begun.append(begin())
        begun[-1].jinja_env.bytecode_cache = compiled
        return begun[-1].test_client()

    yield start
    for app in begun:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def other_key(tmp_path: Path) -> str:
    file = tmp_path / "other.key"
    file.write_text(base64.b64encode(b"o" * 32).decode(), encoding="ascii")
    return f"file:{file}"


def keys(settings: Settings, **values: object) -> Settings:
    return replace(settings, keys=replace(settings.keys, **values))


def get(client: FlaskClient, path: str = "/accessibility") -> int:
    with client.get(path, base_url="https://samsyn.example") as answer:
        return answer.status_code


def run(settings: Settings, folder: Path, *command: str) -> Result:
    config = str(write_config(settings, folder))
    return CliRunner().invoke(portal, ["--config", config, *command])


# -- what a server may fork ----------------------------------------------------------------------


def test_what_has_begun_holds_no_connection_and_leaves_the_collector_as_it_is(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PORTAL_CONFIG", str(write_config(settings, tmp_path)))
    usual = gc.get_threshold()
    with begin().app_context():
        assert db.engine.pool.checkedin() == 0  # type: ignore[attr-defined]
    # else the trees of a DOCX, which the collector takes for small, stay until the worker is full
    assert gc.get_threshold() == usual
    assert gc.get_freeze_count() > 0
    gc.unfreeze()


# -- keys -----------------------------------------------------------------------------------------


def test_another_master_key_is_noticed_before_anything_is_sealed(
    settings: Settings, beginning: Begin, other_key: str, tmp_path: Path
) -> None:
    assert get(beginning(settings)) == 200
    wrong = keys(settings, master={"1": other_key})

    with pytest.raises(ConfigurationError, match=r"keys\.master\.1: not the key"):
        beginning(wrong)

    refused = run(wrong, tmp_path, "db", "upgrade")
    assert isinstance(refused.exception, ConfigurationError)
    with pytest.raises(ConfigurationError):  # and the upgrade has not made it the right one
        beginning(wrong)
    assert get(beginning(settings)) == 200


def test_another_index_key_is_noticed(settings: Settings, beginning: Begin, other_key: str) -> None:
    with pytest.raises(ConfigurationError, match=r"keys\.index: not the key that this database"):
        beginning(keys(settings, index=other_key))


def test_another_secret_key_is_noticed_until_the_database_is_given_it(
    settings: Settings, beginning: Begin
) -> None:
    changed = replace(settings, secret_key=secrets.token_urlsafe(48))
    with pytest.raises(ConfigurationError, match=r"secret_key: .* portal db upgrade"):
        beginning(changed)

    migrations.upgrade(changed)

    assert get(beginning(changed)) == 200
    with pytest.raises(ConfigurationError, match=r"secret_key"):
        beginning(settings)


def test_a_new_version_of_the_master_key_is_given_by_an_upgrade(
    settings: Settings, beginning: Begin, other_key: str
) -> None:
    two = keys(settings, master=dict(settings.keys.master) | {"2": other_key}, current=2)
    with pytest.raises(ConfigurationError, match=r"keys\.master\.2: .* portal db upgrade"):
        beginning(two)

    migrations.upgrade(two)

    assert get(beginning(two)) == 200
    assert get(beginning(settings)) == 200  # on a machine that has not got it yet


def test_an_installation_without_checks_takes_no_key_that_opens_nothing(
    settings: Settings, engines: Engines, other_key: str
) -> None:
    key = Vault.of(settings.keys).new_key()
    with engines("super").begin() as connection:
        connection.exec_driver_sql("set local session_replication_role = replica")
        connection.execute(text("delete from app.key_check"))
        connection.execute(
            text(
                "insert into app.plan_key (id, county_id, plan_id, wrapped, master_version)"
                " values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), :wrapped, 1)"
            ),
            {"wrapped": key.wrapped},
        )

    with pytest.raises(SealBrokenError, match=r"keys\.master\.1"):
        migrations.upgrade(keys(settings, master={"1": other_key}))

    migrations.upgrade(settings)
    with engines("owner").connect() as connection:
        assert key_checks.kept(connection).keys() >= {"keys.master.1", "keys.index", "secret_key"}


# -- a database that is away, behind or ahead -----------------------------------------------------


def test_a_worker_that_begins_without_a_database_waits_for_it(
    settings: Settings, beginning: Begin, engines: Engines, database: str
) -> None:
    with away(engines("super"), database):
        client = beginning(settings)
        assert get(client, "/") == 503
        assert get(client, "/healthz") == 503
        assert get(client, "/static/icon.svg") == 200

    assert get(client, "/") == 200
    assert get(client, "/healthz") == 200


def test_what_comes_back_unfit_is_not_served(
    settings: Settings, beginning: Begin, engines: Engines, database: str, other_key: str
) -> None:
    with away(engines("super"), database):
        client = beginning(keys(settings, master={"1": other_key}))

    assert get(client) == 503
    assert get(client, "/healthz") == 503


@pytest.mark.parametrize("is_known", [True, False])
def test_a_database_of_a_later_release_is_gone_on_with(
    settings: Settings,
    beginning: Begin,
    engines: Engines,
    caplog: pytest.LogCaptureFixture,
    *,
    is_known: bool,
) -> None:
    change = (
        "update public.applied_file set checksum = 'later' where path = 'access/plan.sql'"
        if is_known
        else "update public.alembic_version set version_num = '9999'"
    )
    with engines("owner").begin() as connection:
        connection.execute(text(change))

    client = beginning(settings)

    assert get(client) == 200
    assert get(client, "/healthz") == 200
    assert [line for line in caplog.messages if "a later release has upgraded it" in line]


@pytest.mark.parametrize(
    "change",
    [
        "update public.alembic_version set version_num = '0001'",
        "delete from public.applied_release;"
        "update public.applied_file set checksum = 'earlier' where path = 'access/plan.sql'",
        "drop table public.applied_file; drop table public.applied_release",
        "drop table public.alembic_version",
        "revoke usage on schema app from portal_app",
        "revoke execute on function app.wrong_keys(text[], bytea[]) from portal_app",
    ],
)
def test_a_database_that_is_behind_is_refused_with_one_line(
    settings: Settings,
    engines: Engines,
    change: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with engines("owner").begin() as connection:
        for statement in change.split(";"):
            connection.execute(text(statement))

    refused = run(settings, tmp_path, "check", "--start")
    assert isinstance(refused.exception, OutdatedDatabaseError)

    monkeypatch.setenv("PORTAL_CONFIG", str(tmp_path / "config.toml"))
    with pytest.raises(SystemExit) as ended:
        create_wsgi()
    assert ended.value.code == 3
    (line,) = (record for record in caplog.records if record.levelname == "CRITICAL")
    assert "portal db upgrade" in line.getMessage()
    assert line.exc_info is None


# -- a database that would not hold us to anything ------------------------------------------------


@pytest.mark.parametrize("attribute", ["bypassrls", "superuser", "createrole", "replication"])
@pytest.mark.parametrize("role", ["portal_app", "portal_owner", "portal_authz"])
def test_a_role_that_no_policy_binds_is_refused(
    settings: Settings, engines: Engines, attribute: str, role: str
) -> None:
    with engines("super").connect().execution_options(isolation_level="AUTOCOMMIT") as server:
        server.execute(text(f"alter role {role} {attribute}"))
        try:
            with pytest.raises(UnsafeDatabaseError, match=role):
                look(settings)
        finally:
            server.execute(text(f"alter role {role} no{attribute}"))
    look(settings)


@pytest.mark.parametrize("role", ["portal_app", "portal_worker"])
@pytest.mark.parametrize("of", ["portal_owner", "pg_read_server_files"])
def test_a_login_that_is_a_member_of_another_role_is_refused(
    settings: Settings, engines: Engines, role: str, of: str
) -> None:
    with engines("super").connect().execution_options(isolation_level="AUTOCOMMIT") as server:
        server.execute(text(f"grant {of} to {role}"))
        try:
            with pytest.raises(UnsafeDatabaseError):
                look(settings)
        finally:
            server.execute(text(f"revoke {of} from {role}"))
    look(settings)


@pytest.mark.parametrize(
    "made",
    [
        "create view app.leak as select name from app.account",
        "create materialized view app.leak as select name from app.account",
    ],
)
def test_a_view_beside_the_tables_is_refused(
    settings: Settings, engines: Engines, made: str
) -> None:
    with engines("super").begin() as connection:
        connection.execute(text(made))

    with pytest.raises(UnsafeDatabaseError, match="leak"):
        look(settings)


def test_the_owner_s_login_is_refused(settings: Settings) -> None:
    owner = replace(settings.database, url=settings.database.owner_url)
    with pytest.raises(UnsafeDatabaseError, match=r"database\.url"):
        look(replace(settings, database=owner))


@pytest.mark.parametrize("what", ["no force", "disable"])
@pytest.mark.parametrize("table", ["plan_text", "account"])
def test_a_table_without_row_level_security_is_refused(
    settings: Settings, engines: Engines, table: str, what: str
) -> None:
    with engines("super").begin() as connection:
        connection.execute(text(f"alter table app.{table} {what} row level security"))

    with pytest.raises(UnsafeDatabaseError, match=table):
        look(settings)


# -- a connection that dies under a request -------------------------------------------------------


def test_a_connection_that_is_lost_in_a_request_is_the_page_for_it(
    settings: Settings, beginning: Begin, engines: Engines
) -> None:
    client = beginning(settings)

    def cut_off() -> str:
        backend = db.session.scalar(select(text("pg_backend_pid()")))
        with engines("super").begin() as server:
            server.execute(text("select pg_terminate_backend(:id)"), {"id": backend})
        return str(db.session.scalar(select(text("1"))))

    client.application.add_url_rule("/cut-off", endpoint="cut-off", view_func=cut_off)
    answer = client.get("/cut-off", base_url="https://samsyn.example")

    assert answer.status_code == 503
    assert "Samsyn är tillfälligt nere" in answer.text
    assert get(client) == 200


@contextmanager
def away(server: Engine, database: str) -> Iterator[None]:
    """The web server does not get in, and is put out if it is in."""
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"revoke connect on database {database} from portal_app"))
        connection.execute(
            text(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = :name and usename = 'portal_app'"
            ),
            {"name": database},
        )
        try:
            yield
        finally:
            connection.execute(text(f"grant connect on database {database} to portal_app"))


def look(settings: Settings) -> None:
    with create_app(settings).app_context():
        try:
            fitness.refuse_unfit()
        finally:
            db.engine.dispose()


def test_a_worker_keeps_little_of_what_its_files_took(monkeypatch: pytest.MonkeyPatch) -> None:
    """One heap for all threads, and large pieces given back, where the C library can be told."""
    told: dict[int, int] = {}
    trimmed: list[int] = []
    library = SimpleNamespace(mallopt=told.__setitem__, malloc_trim=trimmed.append)
    monkeypatch.setattr("ctypes.CDLL", lambda _name: library)
    keep_one_heap()
    assert told == MALLOC
    give_back()
    assert trimmed == [0]

    monkeypatch.setattr("ctypes.CDLL", lambda _name: SimpleNamespace())
    keep_one_heap()
    give_back()
