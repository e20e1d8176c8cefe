"""`make demo`: starts database, providers, worker and web server, and stops them all again."""

import argparse
import fcntl
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import psycopg
from psycopg import sql

from portal.demo.installation import DOORS, Installation
from portal.demo.postgres import LocalPostgres
from portal.demo.process import Program, ask_for_death_signal
from portal.errors import PortalError
from portal.resources import folder

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 35  # seconds: the web server gives the requests it is answering 30

PORTAL = [sys.executable, "-c", "from portal.cli import main; main()"]

NOT_UPGRADED = "The demo's database could not be upgraded (make demo RESET=1 starts over)"

LOAD = [
    sys.executable,
    "-c",
    "import sys; from pathlib import Path; from portal.config import Settings;"
    " from portal.demo.world import load; load(Settings.read(Path(sys.argv[1])))",
]


class DemoError(PortalError):
    """The demo cannot go on; the message says why."""


class Stopped(Exception):  # noqa: N818 (somebody asked for it: it is no error)
    """Ctrl-C, or another request to stop."""


class Demo:
    """Everything that runs, in the order it was started."""

    def __init__(self, var: Path, *, reset: bool, port: int | None) -> None:
        self.var = var.resolve()
        self._reset = reset
        self._port = port
        self._summary = self.var / "demo.json"
        self._programs: list[Program] = []

    def run(self) -> None:
        """Start, say so, and stay until somebody stops it or a part of it ends."""
        began = time.monotonic()
        with self._only_one(), ExitStack() as running:
            self._summary.unlink(missing_ok=True)
            database = LocalPostgres(self.var / "pg")
            if self._reset:
                self._forget(database)
            installation = Installation.open(self.var, port=self._port)
            running.enter_context(database)
            config = installation.write_config(self.var, database)
            running.callback(self._stop)
            self._start_providers(installation, config)  # they start while the database is filled
            prepare(database, config)
            self._start_portal(installation, config)
            running.callback(self._summary.unlink, missing_ok=True)  # nobody answers there then
            accounts = installation.write_summary(self._summary)
            _say_welcome(installation.address, accounts, time.monotonic() - began)
            self._watch(database)

    @contextmanager
    def _only_one(self) -> Iterator[None]:
        self.var.mkdir(parents=True, exist_ok=True)
        with (self.var / "demo.lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise DemoError(f"The demo already runs{self._where()}. Stop it first.") from None
            yield

    def _where(self) -> str:
        try:
            return f" at {json.loads(self._summary.read_text())['address']}"
        except FileNotFoundError:
            return ""

    def _forget(self, database: LocalPostgres) -> None:
        """Remove what the demo made: data, mail, ports, passwords and keys."""
        database.destroy()
        shutil.rmtree(self.var / "mail", ignore_errors=True)
        (self.var / "installation.json").unlink(missing_ok=True)
        for key in self.var.glob("*.key"):
            key.unlink()

    def _start_providers(self, installation: Installation, config: Path) -> None:
        for door, name in DOORS.items():
            file = installation.write_provider(self.var, door)
            self._begin(f"provider-{door}", name, config, ["-m", "portal.demo.provider", str(file)])

    def _start_portal(self, installation: Installation, config: Path) -> None:
        self._begin("worker", "the worker", config, [*PORTAL[1:], "worker"])
        web = [
            *("-m", "gunicorn", "-c", "python:portal.serving", "--workers", "2", "--preload"),
            *("--bind", f"127.0.0.1:{installation.ports['web']}"),
        ]
        self._begin("web", "the web server", config, web)
        for door in DOORS:
            self._wait_for(f"{installation.issuer(door)}/.well-known/openid-configuration")
        self._wait_for(installation.address)

    def _begin(self, log: str, name: str, config: Path, arguments: list[str]) -> None:
        logs = self.var / "log"
        logs.mkdir(mode=0o700, exist_ok=True)
        logs.chmod(0o700)
        command = [sys.executable, *arguments]
        self._programs.append(Program(name, command, logs / f"{log}.log", _environment(config)))

    def _wait_for(self, address: str) -> None:
        deadline = time.monotonic() + 120  # a busy machine is slow
        while time.monotonic() < deadline:
            self._refuse_ended()
            if _answers(address):
                return
            time.sleep(0.1)
        raise DemoError(f"{address} does not answer. The logs are in {self.var / 'log'}")

    def _refuse_ended(self) -> None:
        for program in self._programs:
            if program.ended is not None:
                raise DemoError(
                    f"{program.name} ended by itself (status {program.ended}).\n"
                    f"{program.last_words()}\nIts log: {program.log}"
                )

    def _watch(self, database: LocalPostgres) -> NoReturn:
        while True:
            self._refuse_ended()
            if not database.running:
                raise DemoError(f"The database ended by itself. Its log: {database.log}")
            time.sleep(0.3)

    def _stop(self) -> None:
        for program in reversed(self._programs):
            program.stop(PATIENCE)


def prepare(database: LocalPostgres, config: Path) -> None:
    """Bring the running database up to date and, the first time, fill it."""
    found, wanted = _read_mark(database), _mark(config)
    if found == wanted:
        return
    if found is None:  # empty, or what an interrupted first run left
        database.drop_database("portal")
        database.create_database("portal")
    _run_to_end([*PORTAL, "db", "upgrade"], config, NOT_UPGRADED)
    if found is None:
        print("Making the county of Västerbotten …", flush=True)
        _run_to_end([*LOAD, str(config)], config, "The county could not be made")
    with _connect(database) as connection:
        statement = sql.SQL("comment on database portal is {}")
        connection.execute(statement.format(sql.Literal(wanted)))


def _environment(config: Path) -> dict[str, str]:
    return {**os.environ, "PORTAL_CONFIG": str(config), "PYTHONUNBUFFERED": "1"}


def _run_to_end(command: list[str], config: Path, failure: str) -> None:
    done = subprocess.run(
        command, env=_environment(config), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise DemoError(f"{failure}:\n{done.stderr}")


def _mark(config: Path) -> str:
    """What a filled database is marked with: another release or another key gives another mark."""
    key = tomllib.loads(config.read_text(encoding="utf-8"))["secret_key"]
    digest = hashlib.sha256(key.encode())
    for file in sorted(folder("migrations").rglob("*")):
        if file.suffix in {".py", ".sql"}:
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _read_mark(database: LocalPostgres) -> str | None:
    with _connect(database) as connection:
        found = connection.execute(
            "select shobj_description(oid, 'pg_database') from pg_database where datname = 'portal'"
        ).fetchone()
    return found[0] if found else None


def _connect(database: LocalPostgres) -> psycopg.Connection:
    return psycopg.connect(database.url("super").replace("+psycopg", "", 1))


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 (our own address)
            return bool(answer.status < 400)
    except urllib.error.HTTPError as refused:
        return refused.code < 500
    except OSError:
        return False


def _say_welcome(address: str, accounts: list[dict[str, Any]], seconds: float) -> None:
    print(f"\nSamsyn: {address}   ({seconds:.1f} s)\n")
    for door, button in DOORS.items():
        print(f"Logga in med / sign in with “{button}”:")
        for account in accounts:
            if account["door"] == door:
                print(f"  {account['login']:<17} {account['password']}")
                place = account["organisation"] or "ingen organisation / no organisation"
                print(f"  {'':<17} {account['title']}, {place}")
                print(f"  {'':<17} {account['try']}")
        print()
    print(
        "Prova: logga in som maja.ohlund, skapa Bjurholms överenskommelse med polisen och\n"
        "dela den; föreslå sedan en ändring som aino.kemppainen, svara som samuel.tesfay. Eller\n"
        "se länets överenskommelse om placerade barn under Länet. Eller svara på avvikelser och\n"
        "en tvist som aino.kemppainen, och på en överflyttning som amira.haddad (Mer). Eller läs\n"
        "Kims plan som kim.andersson, se den som sara.nilsson, och ta tillbaka ett samtycke.\n"
        "Try: sign in as maja.ohlund, create Bjurholm's agreement with the police as a party and\n"
        "share it; then suggest a change as aino.kemppainen, answer as samuel.tesfay. Or see the\n"
        "county's agreement on placed children under Länet. Or answer deviations and a dispute as\n"
        "aino.kemppainen, and a transfer as amira.haddad (Mer). Or read Kim's plan as\n"
        "kim.andersson, see it as sara.nilsson, and take a consent back.\n\n"
        "Ctrl-C stoppar allt / stops everything. make demo RESET=1 börjar om / starts over.",
        flush=True,
    )


def _stop_requested(_number: int, _frame: FrameType | None) -> NoReturn:
    for number in STOP_SIGNALS:  # once is enough: what follows must not be interrupted
        signal.signal(number, signal.SIG_IGN)
    raise Stopped


def main() -> None:
    """Run the demo until it is stopped."""
    parser = argparse.ArgumentParser(prog="python -m portal.demo", description=__doc__)
    parser.add_argument("--reset", action="store_true", help="remove the demo's data first")
    parser.add_argument("--port", type=int, help="where the web server answers")
    parser.add_argument("--var", type=Path, default=Path("var"), help="where the demo keeps files")
    options = parser.parse_args()
    if "MAKELEVEL" in os.environ:  # a killed make must not leave a demo that nobody can stop
        ask_for_death_signal(signal.SIGTERM)
    for number in STOP_SIGNALS:
        signal.signal(number, _stop_requested)
    try:
        Demo(options.var, reset=options.reset, port=options.port).run()
    except Stopped:
        print("\nStoppat / stopped.")
    except PortalError as reason:
        sys.exit(str(reason))
