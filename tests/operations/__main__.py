"""`python -m tests.operations`: every command of docs/operations.md, in order, on a bare folder.

It needs the network for pip, and PostgreSQL's own programs (PGBIN, or Debian's). What a person
fills in by hand is filled in here: the address, a provider and a mail server. At the end the backup
is restored on another server, and every row is as it was.
"""

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tests.integration.outbox.test_smtp import Server
from tests.operations import machine
from tests.operations.blocks import read_blocks
from tests.providers.hostile import HostileProvider, running

ROOT = Path(__file__).resolve().parents[2]
AS_POSTGRES = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


def main() -> None:
    """Do all of it, and say at the end how long it took."""
    began = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="samsyn-operations-"))
    folder.chmod(0o755)
    root = folder / "machine"
    machine.make(root)
    with running(HostileProvider(datetime.now(UTC))) as provider, mail_server() as mail_port:
        replay = Replay(folder, root, provider.issuer, mail_port)
        try:
            replay.run()
        finally:
            machine.stop_all(root)
            replay.stop_postgres()
            shutil.rmtree(folder)
    print(f"docs/operations.md holds: {time.monotonic() - began:.0f} s")


class Replay:
    """One machine, from nothing to a restored backup."""

    def __init__(self, folder: Path, root: Path, issuer: str, mail_port: int) -> None:
        self.folder = folder
        self.root = root
        self.issuer = issuer
        self.ports = {"5432": free_port(), "8000": free_port(), "25": mail_port}
        self.servers = 0
        bin_ = os.environ.get("PGBIN") or max(map(str, Path("/usr/lib/postgresql").glob("*/bin")))
        self.pg = Path(bin_)
        outside = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        self.shell = outside | {
            "PATH": f"{root / 'bin'}:{self.pg}:{os.environ['PATH']}",
            "MACHINE": str(root),
            "PGHOST": str(folder),
            "PGPORT": str(self.ports["5432"]),
            "PGUSER": "postgres",
        }

    def run(self) -> None:
        self.start_postgres()
        kept: dict[str, str] = {}
        for block in (one for one in read_blocks() if not one.is_restore):
            kept = self.follow(block.heading, block.commands, kept)
            if "config.example.toml" in block.commands:
                self.fill_in()
            if "daemon-reload" in block.commands:
                self.wait_until_healthy()
        self.follow("reload", "systemctl reload samsyn-web", kept)
        self.wait_until_healthy()
        before = self.contents()
        self.follow("stop", "systemctl stop samsyn-web samsyn-worker", kept)
        self.stop_postgres()
        self.start_postgres()  # another server, with nothing in it
        for block in (one for one in read_blocks() if one.is_restore):
            kept = self.follow(block.heading, block.commands, kept)
        self.follow("start", "systemctl start samsyn-web samsyn-worker", kept)
        self.wait_until_healthy()
        after = self.contents()
        assert after == before, sorted(set(before) ^ set(after))

    # -- following ---------------------------------------------------------------------------------

    def follow(self, heading: str, commands: str, kept: dict[str, str]) -> dict[str, str]:
        """Run a block as a person would who types on in one shell; answers what it exported."""
        print(f"\n== {heading}\n{commands.rstrip()}", flush=True)
        exported = self.folder / "exported"
        script = machine.moved(commands, self.root)
        functions = "new() { python3 -c 'import secrets; print(secrets.token_urlsafe(32))'; }\n"
        # psql says that the role postgres is there already, and goes on
        wrapped = f"set -e\n{functions}{script}\nset +e\nexport -p > {exported}\n"
        done = subprocess.run(["bash", "-c", wrapped], cwd=ROOT, env=self.shell | kept, check=False)
        if done.returncode:
            sys.exit(f"{heading}: status {done.returncode}")
        lines = re.findall(r'^declare -x (\w+)="(.*)"$', exported.read_text(), re.MULTILINE)
        return {name: value for name, value in lines if name not in self.shell}

    def fill_in(self) -> None:
        """What a person writes into config.toml and the units."""
        config = self.root / "etc/samsyn/config.toml"
        text = config.read_text()
        for pattern, value in (
            (r'^base_url = .*', 'base_url = "http://localhost"'),
            (r'^organisation_numbers = .*', 'organisation_numbers = ["212000-2833"]'),
            (r'^issuer = .*', f'issuer = "{self.issuer}"'),
            (r'^private_key_file = .*', 'client_secret = "only here"'),
            (r'^allow_http = .*', "allow_http = true"),
            (r'^smtp_port = .*', f"smtp_port = {self.ports['25']}"),
            (r'^starttls = .*', "starttls = false"),
            (r'@localhost/', f"@localhost:{self.ports['5432']}/"),
        ):  # fmt: skip
            text, found = re.subn(pattern, value, text, flags=re.MULTILINE)
            assert found, pattern
        config.write_text(text)
        unit = self.root / "opt/samsyn/share/samsyn/deploy/samsyn-web.service"
        unit.write_text(unit.read_text().replace(":8000", f":{self.ports['8000']}"))

    def wait_until_healthy(self) -> None:
        """As whoever watches asks."""
        for _ in range(300):
            connection = http.client.HTTPConnection("127.0.0.1", self.ports["8000"], timeout=10)
            try:
                connection.request("GET", "/healthz", headers={"Host": "localhost"})
                answer = connection.getresponse()
                if answer.status == 200:
                    print("/healthz: 200", flush=True)
                    return
            except OSError:
                pass
            finally:
                connection.close()
            time.sleep(0.2)
        sys.exit((self.root / "run/samsyn-web.log").read_text())

    # -- the database ------------------------------------------------------------------------------

    def start_postgres(self) -> None:
        """A server with nothing in it, on the same port."""
        self.servers += 1
        data = self.folder / f"data-{self.servers}"
        if AS_POSTGRES:
            self.folder.chmod(0o777)
        options = ["--username=postgres", "--auth-local=trust", "--auth-host=scram-sha-256"]
        self.pg_program(
            "initdb", *options, "--encoding=UTF8", "--locale=C.UTF-8", f"--pgdata={data}"
        )
        serving = (
            f"-p {self.ports['5432']} -c listen_addresses=127.0.0.1 -c fsync=off"
            f" -c unix_socket_directories={self.folder}"
        )
        self.pg_program("pg_ctl", f"--pgdata={data}", "--wait", f"--options={serving}",
                        f"--log={data}.log", "start")  # fmt: skip

    def stop_postgres(self) -> None:
        data = self.folder / f"data-{self.servers}"
        if (data / "postmaster.pid").exists():
            self.pg_program("pg_ctl", f"--pgdata={data}", "--wait", "--mode=fast", "stop")

    def pg_program(self, name: str, *arguments: str) -> None:
        command = [*AS_POSTGRES, str(self.pg / name), *arguments]
        # its output is not piped: the server would keep the pipe open
        subprocess.run(command, cwd="/", check=True, stdout=subprocess.DEVNULL)

    def contents(self) -> list[str]:
        """Every table with its count and a sum of its rows."""
        query = (
            "select format('select %L || '' '' || count(*) || '' '' ||"
            " coalesce(md5(string_agg(t::text, '','' order by t::text)), '''') from app.%I t',"
            " tablename, tablename) from pg_tables where schemaname = 'app'"
            " and tablename not in ('job_run', 'attempt') order by tablename \\gexec"
        )
        done = subprocess.run(
            ["psql", "--no-psqlrc", "--tuples-only", "--no-align", "portal"], input=query,
            text=True, env=self.shell, capture_output=True, check=True,
        )  # fmt: skip
        return sorted(done.stdout.splitlines())


@contextmanager
def mail_server() -> Iterator[int]:
    """A mail server that takes everything."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()


def free_port() -> int:
    """One that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
