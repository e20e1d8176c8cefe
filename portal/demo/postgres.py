"""A private PostgreSQL server for the demo, for development and for the tests.

No TCP port, passwords by SCRAM, a socket in a folder that only the server's account may enter, and
files that belong to this checkout. Only the programs of a wheel are used, not its own launcher.
"""

import fcntl
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import IO, Literal, Self, get_args
from urllib.parse import quote

import psycopg
from psycopg import sql

from portal.demo.postgres_home import ENVIRONMENT, Home, PostgresError
from portal.demo.process import die_with_parent

Login = Literal["super", "owner", "app", "worker"]

# Options for a server whose data nobody will miss: it starts and commits several times faster.
FOR_TESTS: Mapping[str, str] = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class LocalPostgres:
    """One server with its files below one folder, for one process at a time.

    Start it from the main thread: the server is told to stop when the thread that started it ends,
    which is how it never outlives a demo or a test run that was killed.
    """

    def __init__(
        self,
        folder: Path,
        *,
        options: Mapping[str, str] | None = None,
        say: Callable[[str], object] = print,
    ) -> None:
        self._home = Home(folder, say)
        self._data = self.folder / "data"
        self._options = dict(options or {})
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def folder(self) -> Path:
        """Where the files lie: as asked for, unless the server's account cannot come there."""
        return self._home.folder

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.folder / "postgres.log"

    @property
    def running(self) -> bool:
        """Whether the server that this object started runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The server's first process."""
        if self._process is None:
            raise PostgresError("The server has not been started")
        return self._process.pid

    def url(self, login: Login, database: str = "portal") -> str:
        """The address of `database` as one of the logins, for SQLAlchemy with psycopg."""
        socket = quote(str(self._home.socket_folder), safe="/")
        address = f"portal_{login}:{self._passwords[login]}@/{database}?host={socket}"
        return f"postgresql+psycopg://{address}"

    def start(self) -> None:
        """Make the cluster if there is none, start the server, make roles and database `portal`."""
        if self.running:
            return
        self._home.make()
        self._take_lock()
        try:
            self._end_what_a_killed_run_left()
            if not self._data.exists():
                self._make_cluster()
            self._refuse_another_version()
            self._launch()
            self._wait_until_it_answers()
            self._make_roles()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End every connection, write everything down and stop. Does nothing when not started."""
        process, self._process = self._process, None
        if process is not None:
            # fast; then immediate, which recovers at the next start; then by force
            for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
                process.send_signal(number)
                try:
                    process.wait(20)
                    break
                except subprocess.TimeoutExpired:
                    continue
            if self._home.socket_folder.parent != self.folder:
                shutil.rmtree(self._home.socket_folder, ignore_errors=True)
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def destroy(self) -> None:
        """Remove the data and everything else below the folder, unless another process uses it."""
        self.stop()
        if self.folder.exists():
            self._take_lock()
            self._end_what_a_killed_run_left()
            shutil.rmtree(self.folder)
            self.stop()
        self.__dict__.pop("_passwords", None)

    def create_database(self, name: str, template: str | None = None) -> None:
        """Make a database owned by portal_owner, empty or as a copy of an unused `template`.

        Its files are copied: less than half of the work of writing them through the log.
        """
        names = {"name": sql.Identifier(name), "source": sql.Identifier(template or "template1")}
        with self._superuser() as connection:
            for statement in (
                sql.SQL(
                    "create database {name} template {source} owner portal_owner strategy file_copy"
                ),
                sql.SQL("revoke all on database {name} from public"),
                sql.SQL("grant connect on database {name} to portal_app, portal_worker"),
            ):
                connection.execute(statement.format(**names))

    def drop_database(self, name: str) -> None:
        """Remove a database and end its connections. One that does not exist is no error."""
        statement = sql.SQL("drop database if exists {} with (force)")
        with self._superuser() as connection:
            connection.execute(statement.format(sql.Identifier(name)))

    # -- start ------------------------------------------------------------------------------------

    def _take_lock(self) -> None:
        # the kernel lets go of it when we end, however we end
        self._lock = (self.folder / "lock").open("a+", encoding="ascii")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.seek(0)
            holder = self._lock.read() or "another process"
            self.stop()
            raise PostgresError(f"The database in {self.folder} is in use by {holder}") from None
        self._lock.truncate(0)
        self._lock.write(f"process {os.getpid()}")
        self._lock.flush()

    def _end_what_a_killed_run_left(self) -> None:
        """Wait for, or end, a server without a master: we hold the lock, so nobody else does."""
        pid_file = self._data / "postmaster.pid"
        if not pid_file.exists():
            return
        for tenths in range(200):
            left = self._processes()
            if not left:
                # else the server refuses to start once the number belongs to another program
                pid_file.unlink(missing_ok=True)
                return
            if tenths in {0, 100}:
                self._signal_postmaster(left, signal.SIGQUIT if tenths else signal.SIGINT)
            time.sleep(0.1)
        raise PostgresError(f"A server on {self._data} does not stop; end its processes yourself")

    def _signal_postmaster(self, among: list[int], number: signal.Signals) -> None:
        first_line = (self._data / "postmaster.pid").read_text().partition("\n")[0]
        if first_line.isdigit() and int(first_line) in among:
            os.kill(int(first_line), number)

    def _processes(self) -> list[int]:
        """Every process of a server on our data: the data folder is where they work."""
        command = ["find", "/proc", "-maxdepth", "2", "-name", "cwd", "-printf", r"%h %l\0"]
        listed = self._home.run(command, check=False).stdout
        pairs = (entry.partition(" ") for entry in listed.split("\0"))
        return [int(path.rpartition("/")[2]) for path, _, cwd in pairs if cwd == str(self._data)]

    def _make_cluster(self) -> None:
        """Make it aside and then rename: a run that is killed half-way leaves nothing half-made."""
        part, password_file = self.folder / "data.part", self.folder / "password.part"
        shutil.rmtree(part, ignore_errors=True)
        self._home.own(part)
        self.__dict__.pop("_passwords", None)
        passwords = {login: secrets.token_urlsafe(24) for login in get_args(Login)}
        self._home.write_private(self.folder / "passwords.json", json.dumps(passwords))
        self._home.write_private(password_file, passwords["super"], for_server=True)
        try:
            self._home.run([str(self._home.programs / "initdb"), *self._cluster_options(),
                            f"--pgdata={part}", f"--pwfile={password_file}"])  # fmt: skip
        finally:
            password_file.unlink()
        part.rename(self._data)

    def _cluster_options(self) -> list[str]:
        options = ["--username=portal_super", "--auth=scram-sha-256", "--data-checksums"]
        # letter case works for Swedish everywhere; the order of names is the portal's own
        options += ["--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"]
        if self._major_version >= 17:
            options.append("--locale-provider=builtin")
        if self._options.get("fsync") == "off":
            options.append("--no-sync")
        return options

    @cached_property
    def _major_version(self) -> int:
        printed = self._home.run([str(self._home.programs / "postgres"), "--version"]).stdout
        found = re.search(r"\d+", printed)
        return int(found[0]) if found else 0

    def _refuse_another_version(self) -> None:
        made_by = (self._data / "PG_VERSION").read_text().strip()
        if made_by != str(self._major_version):
            raise PostgresError(
                f"{self._data} was made by PostgreSQL {made_by}, and {self._home.programs} is"
                f" {self._major_version}: start over, or name the old programs in PORTAL_PG_BIN"
            )

    def _launch(self) -> None:
        self._home.own(self._home.socket_folder)
        for left in self._home.socket_folder.iterdir():  # nothing runs: it would only be in the way
            left.unlink()
        options = {
            "listen_addresses": "",
            "unix_socket_directories": f'"{self._home.socket_folder}"',  # quoted: it is a list
            "timezone": "UTC",
            "log_timezone": "UTC",
        } | self._options
        command = [str(self._home.programs / "postgres"), "-D", str(self._data)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        self.log.touch(mode=0o600)
        with self.log.open("ab") as log:
            self._process = self._spawn(command, log)

    def _spawn(self, command: list[str], log: IO[bytes]) -> subprocess.Popen[bytes]:
        account = self._home.account
        return subprocess.Popen(
            command,
            cwd="/",
            env=ENVIRONMENT,
            user=account.uid,
            group=account.gid,
            extra_groups=account.groups,
            start_new_session=True,  # Ctrl-C in the terminal is for us, not for the server
            preexec_fn=die_with_parent(signal.SIGINT),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and self.running:
            try:
                self._superuser().close()
            except psycopg.OperationalError:
                time.sleep(0.02)
            else:
                return
        tail = self.log.read_text(errors="replace").splitlines()[-10:]
        raise PostgresError("PostgreSQL did not start:\n" + "\n".join(tail))

    # -- roles ------------------------------------------------------------------------------------

    @cached_property
    def _passwords(self) -> dict[Login, str]:
        found: dict[Login, str] = json.loads((self.folder / "passwords.json").read_text())
        return found

    def _superuser(self) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self._home.socket_folder),
            user="portal_super",
            password=self._passwords["super"],
            dbname="postgres",
            connect_timeout=5,
            autocommit=True,
        )

    def _make_roles(self) -> None:
        with self._superuser() as connection:
            roles = {row[0] for row in connection.execute("select rolname from pg_roles")}
            for login in get_args(Login):
                if f"portal_{login}" not in roles:
                    self._make_login(connection, login)
            if "portal_authz" not in roles:
                connection.execute("create role portal_authz nologin")
            # so that migrations may give the functions that read everything to a role nobody is
            connection.execute("grant portal_authz to portal_owner")
            databases = {row[0] for row in connection.execute("select datname from pg_database")}
        if "portal" not in databases:
            self.create_database("portal")

    def _make_login(self, connection: psycopg.Connection, login: Login) -> None:
        name = f"portal_{login}"
        # hashed here, so that no statement, and so no log, holds the password
        hashed = connection.pgconn.encrypt_password(
            self._passwords[login].encode(), name.encode(), b"scram-sha-256"
        )
        statement = sql.SQL("create role {} login password {}")
        connection.execute(statement.format(sql.Identifier(name), sql.Literal(hashed.decode())))
