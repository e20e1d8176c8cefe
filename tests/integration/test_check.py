"""`portal check`: a line for each thing, and status 1 when something is not as it must be."""

import base64
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from portal import clock
from portal import database as migrations
from portal.cli import portal
from portal.config import Settings
from portal.jobs import noted
from tests.conftest import Engines
from tests.installation import write_config
from tests.integration.outbox.test_smtp import Server, serving

Check = Callable[[], dict[str, list[str]]]


@pytest.fixture
def server() -> Iterator[Server]:
    yield from serving()


@pytest.fixture
def settings(settings: Settings, server: Server) -> Settings:
    host, port = server.server_address[:2]
    mail = replace(settings.mail, folder=None, smtp_host=host, smtp_port=port, starttls=False)
    return replace(settings, mail=mail)


@pytest.fixture
def check(whole_check: Check, monkeypatch: pytest.MonkeyPatch) -> Check:
    """The same without a look at the tables and indexes, which is more than half of the work."""
    monkeypatch.setattr("portal.database.differences", lambda _owner: [])
    return whole_check


@pytest.fixture
def whole_check(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    """Runs it, on a machine with every font; answers the lines of each verdict."""
    monkeypatch.setattr("portal.documents.glyphs.EAST_ASIAN", (Path(__file__),))

    def run(settings: Settings = settings) -> dict[str, list[str]]:
        config = str(write_config(settings, tmp_path))
        done = CliRunner().invoke(portal, ["--config", config, "check"])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        lines = done.output.splitlines()
        found = {
            verdict: [one[5:] for one in lines if one.startswith(verdict)] for verdict in VERDICTS
        }
        assert sum(map(len, found.values())) == len(lines), done.output
        assert done.exit_code == (1 if found["FAIL"] else 0)
        return found

    return run


VERDICTS = ("ok", "warn", "FAIL")


def test_an_installation_that_is_as_it_must_be(
    whole_check: Check, engines: Engines, settings: Settings
) -> None:
    for job in ("worker", "remind", "retention", "audit verify"):
        with noted(engines("owner"), job):
            pass

    found = whole_check()

    assert found["FAIL"] == []
    assert found["warn"] == []
    said = "\n".join(found["ok"])
    for what in (
        *("configuration", "database.url: signs in as portal_app", "migrations", "row-level"),
        *("keys: ", "legal grounds", "clocks", "functions and access", "tables and indexes"),
        *("writing", "portal retention: done", "mail that waits: 0", "mail: 127.0.0.1"),
        "time limits: in force",
    ):
        assert what in said


def test_a_function_that_is_none_of_the_portal_s_is_told(check: Check, engines: Engines) -> None:
    with engines("super").begin() as connection:
        connection.execute(
            text(
                "create function app.backdoor() returns bigint language sql security definer"
                " as 'select count(*) from app.account'"
            )
        )

    (told,) = check()["FAIL"]
    assert "functions and access: none of the portal's: app.backdoor" in told


def test_letters_that_pdfs_lack_are_told(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.documents.glyphs.EAST_ASIAN", ())

    assert any("apt install fonts-noto-cjk" in line for line in check()["warn"])


def test_time_limits_that_do_not_reach_the_server_are_told(
    check: Check, engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    # as a pooler does that drops what a connection begins with
    monkeypatch.setattr("portal.db.startup_options", lambda _settings: "")

    (told,) = check()["FAIL"]
    assert "statement_timeout is off, not 30 s; lock_timeout is off, not 10 s" in told

    with engines("super").begin() as connection:
        for limit in ("statement_timeout = '30s'", "lock_timeout = '5s'"):
            connection.execute(text(f"alter role portal_app set {limit}"))
        connection.execute(
            text("alter role portal_app set idle_in_transaction_session_timeout = '60s'")
        )
    try:
        found = check()
        assert found["FAIL"] == []
        assert any("lock_timeout is 5 s, not 10 s." in line for line in found["warn"])
    finally:
        with engines("super").begin() as connection:
            connection.execute(text("alter role portal_app reset all"))


def test_jobs_that_never_run_or_fail_are_told(check: Check, engines: Engines) -> None:
    assert [line.partition(":")[0] for line in check()["warn"]] == [
        *("portal worker", "portal remind", "portal retention", "portal audit verify"),
    ]
    with pytest.raises(ZeroDivisionError), noted(engines("owner"), "retention"):
        raise ZeroDivisionError
    with noted(engines("owner"), "remind"):
        pass
    with engines("owner").begin() as connection:
        connection.execute(text("update app.job_run set done_at = now() - interval '5 h'"))

    found = check()
    assert any("portal remind: last done 5 h ago" in line for line in found["warn"])

    with noted(engines("owner"), "retention"):
        pass
    with pytest.raises(ZeroDivisionError), noted(engines("owner"), "retention"):
        raise ZeroDivisionError
    (failed,) = check()["FAIL"]
    assert "portal retention: failed" in failed
    assert "ZeroDivisionError" in failed


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("drop policy maintain on app.plan_text", "access/plan_text.sql"),
        ("alter table app.account disable row level security", "access/account.sql"),
        ("grant select on app.plan_key to portal_app", "access/plan_key.sql"),
        ("grant select (email) on app.account to portal_worker", "access/account.sql"),
        ("create policy all_of_it on app.plan using (true)", "access/plan.sql"),
        ("alter table app.audit_entry disable trigger chain", "access/audit_entry.sql"),
        ("grant execute on function app.my_account() to public", "functions/who/my_account.sql"),
        ("alter function app.my_account() volatile", "functions/who/my_account.sql"),
    ],
)
def test_access_that_somebody_changed_is_told_and_put_back_by_an_upgrade(
    check: Check, engines: Engines, settings: Settings, change: str, told: str
) -> None:
    with engines("super").begin() as connection:
        connection.execute(text(change))

    assert any(told in line for line in check()["FAIL"])

    migrations.upgrade(settings)
    assert check()["FAIL"] == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("alter table app.plan add column extra text", "plan"),
        ("drop index app.outbox_plan_id_idx", "outbox_plan_id_idx"),
        ("create table app.elsewhere (id uuid)", "elsewhere"),
    ],
)
def test_tables_that_somebody_changed_are_told(
    whole_check: Check, engines: Engines, change: str, told: str
) -> None:
    with engines("owner").begin() as connection:
        connection.execute(text(change))

    assert any(
        told in line for line in whole_check()["FAIL"] if line.startswith("tables and indexes")
    )


def test_keys_and_files_are_looked_at(check: Check, settings: Settings, tmp_path: Path) -> None:
    for name, byte in (("master", b"m"), ("index", b"i")):
        file = tmp_path / f"{name}.key"
        file.write_text(base64.b64encode(byte * 32).decode(), encoding="ascii")
        file.chmod(0o644)
    keys = replace(
        settings.keys,
        master={"1": f"file:{tmp_path / 'master.key'}"},
        index=f"file:{tmp_path / 'index.key'}",
    )
    found = check(replace(settings, keys=keys))
    assert sum("others on this machine may read it" in line for line in found["warn"]) == 2

    (tmp_path / "index.key").write_text(base64.b64encode(b"x" * 32).decode(), encoding="ascii")
    assert any("keys.index" in line for line in check(replace(settings, keys=keys))["FAIL"])


def test_a_mail_server_and_a_provider_that_do_not_answer_are_told(
    check: Check, settings: Settings, tmp_path: Path
) -> None:
    found = check(replace(settings, mail=replace(settings.mail, smtp_port=1)))
    assert any(line.startswith("mail: 127.0.0.1:1: ") for line in found["FAIL"])


def test_clocks_that_differ_are_told(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = clock.now()
    monkeypatch.setattr("portal.clock.now", lambda: ours.replace(year=ours.year + 1))
    assert any(line.startswith("clocks:") for line in check()["FAIL"])


def test_a_database_that_is_away_is_a_line(check: Check, settings: Settings) -> None:
    away = f"postgresql+psycopg://portal_app:s3cret@127.0.0.1:9/portal?x={os.getpid()}"
    away = away.partition("?")[0]
    found = check(replace(settings, database=replace(settings.database, url=away)))

    (line,) = (line for line in found["FAIL"] if line.startswith("database.url"))
    assert "s3cret" not in line
