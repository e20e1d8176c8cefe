"""The whole demo as a subprocess: started once, stopped by SIGTERM, gone when the test run dies.

Its data is made once for all workers (`fill`), and each has a copy whose people sign in at ports of
its own (`copy`).
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import create_engine, text

from portal import clock
from portal.demo.installation import DOORS, Installation, write_private
from portal.demo.postgres import FOR_TESTS, LocalPostgres
from portal.demo.process import die_with_parent
from portal.demo.run import prepare
from portal.identity.session import hash_of, new_token
from portal.ids import new_id
from portal.resources import folder
from tests.made_once import copy_cluster

BEGIN = Path(__file__).parent / "begin"
PATIENCE = 240  # seconds, for a machine that does other things too
MEMBER = """
  select distinct a.id, m.organisation_id from app.account a join app.membership m
    on m.account_id = a.id and m.ended_at is null where a.subject = %s"""
SESSION = """
  insert into app.session (id, token_hash, account_id, organisation_id, issuer_key, level,
    signed_in_at, last_seen_at, idle_seconds, expires_at)
  values (%s, %s, %s, %s, %s, 3, %s, %s, 1800, %s)"""


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo: where it answers, and how its people sign in."""

    address: str
    accounts: dict[str, dict[str, Any]]
    folder: Path

    def password(self, login: str) -> str:
        return str(self.accounts[login]["password"])

    def door(self, login: str) -> str:
        """The words on the button that leads to somebody's provider."""
        doors = {"staff": "Arbetsgivarens inloggning", "individual": "E-legitimation (exempel)"}
        return doors[self.accounts[login]["door"]]

    def mails_to(self, login: str) -> list[EmailMessage]:
        """What has been sent to somebody, the first first."""
        files = sorted((self.folder / "mail").glob("*.eml"), key=lambda file: file.stat().st_mtime)
        read = BytesParser(policy=policy.default).parsebytes
        mails = [read(file.read_bytes()) for file in files]
        return [mail for mail in mails if str(mail["To"]).startswith(f"{login}@")]

    def open_session(self, login: str) -> str | None:
        """The token of somebody who has just signed in; of nobody who has no one role to act in."""
        now = clock.now()
        with psycopg.connect(self.database) as connection:
            found = connection.execute(MEMBER, [login]).fetchall()
            if len(found) != 1:
                return None
            token, door = new_token(), self.accounts[login]["door"]
            whose = (new_id(), hash_of(token), *found[0], door)
            connection.execute(SESSION, [*whose, now, now, now + timedelta(hours=10)])
        return token

    @property
    def database(self) -> str:
        """The address of its database, for whoever may do anything there."""
        return LocalPostgres(self.folder / "pg").url("super").replace("+psycopg", "", 1)

    def run(self, *command: str) -> str:
        """What `portal …` says, with the demo's configuration; it has to succeed."""
        return _run_portal(self.folder / "config.toml", *command)


def _run_portal(config: Path, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", "from portal.cli import main; main()", *command],
        env={**os.environ, **_begun_with(config.parent), "PORTAL_CONFIG": str(config)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def fill(var: Path) -> None:
    """Make the data of a demo, and send its mail; its server will do as those of other tests do."""
    var.mkdir()
    database = LocalPostgres(var / "pg", options=FOR_TESTS)
    installation = Installation.open(var, port=None)
    with database:
        config = installation.write_config(var, database)
        prepare(database, config)
        _run_portal(config, "worker", "--once")
    with (database.folder / "data" / "postgresql.conf").open("a") as file:
        file.writelines(f"{name} = {value}\n" for name, value in FOR_TESTS.items())


def copy(filled: Path, var: Path) -> None:
    """Copy the data of a demo: the database knows people by where their providers answer."""
    before = Installation(**json.loads((filled / "installation.json").read_text()))
    after = replace(before, ports={name: _free_port() for name in before.ports})
    var.mkdir()
    write_private(var / "installation.json", json.dumps(asdict(after)))
    for key in filled.glob("*.key"):
        shutil.copy(key, var)
    copy_cluster(filled / "pg", var / "pg")
    with LocalPostgres(var / "pg") as database:
        engine = create_engine(database.url("super"))
        with engine.begin() as connection:
            for door in DOORS:
                connection.execute(
                    text("update app.account set issuer = :after where issuer = :before"),
                    {"before": before.issuer(door), "after": after.issuer(door)},
                )
        engine.dispose()


@contextmanager
def run_demo(var: Path, environment: Mapping[str, str] | None = None) -> Iterator[Demo]:
    command = [sys.executable, "-m", "portal.demo", "--var", str(var), "--port", str(_free_port())]
    log = var.with_suffix(".log")
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdout=output,
            stderr=output,
            env={**os.environ, **_begun_with(var), **(environment or {})},
            preexec_fn=die_with_parent(signal.SIGTERM),
        )
    try:
        yield read_demo(_wait_for(var / "demo.json", process, log))
    finally:
        process.terminate()
        process.wait(60)


def _begun_with(var: Path) -> dict[str, str]:
    """What lets its programs begin as tests/e2e/begin/sitecustomize.py says."""
    compiled = var.parent / "templates"  # where all tests of the run keep it
    compiled.mkdir(exist_ok=True)
    paths = [str(BEGIN), str(folder("migrations").parent), os.environ.get("PYTHONPATH", "")]
    return {"PYTHONPATH": os.pathsep.join(filter(None, paths)), "COMPILED": str(compiled)}


def _wait_for(file: Path, process: "subprocess.Popen[bytes]", log: Path) -> Path:
    deadline = time.monotonic() + PATIENCE
    while not file.exists():
        ended = process.poll() is not None
        assert not ended, f"the demo did not start:\n{log.read_text()}"
        assert time.monotonic() < deadline, f"the demo took too long:\n{log.read_text()}"
        time.sleep(0.2)
    return file


def read_demo(file: Path) -> Demo:
    """What a running demo says of itself."""
    summary = json.loads(file.read_text(encoding="utf-8"))
    accounts = {one["login"]: one for one in summary["accounts"]}
    return Demo(summary["address"], accounts, file.parent)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
