"""The whole demo as a subprocess: started once, stopped by SIGTERM, gone when the test run dies."""

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.demo.process import die_with_parent

PATIENCE = 240  # seconds, for a machine that does other things too


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo: where it answers, and how its people sign in."""

    address: str
    accounts: dict[str, dict[str, Any]]

    def password(self, login: str) -> str:
        return str(self.accounts[login]["password"])

    def door(self, login: str) -> str:
        """The words on the button that leads to somebody's provider."""
        doors = {"staff": "Arbetsgivarens inloggning", "individual": "E-legitimation (exempel)"}
        return doors[self.accounts[login]["door"]]


@contextmanager
def run_demo(var: Path) -> Iterator[Demo]:
    command = [sys.executable, "-m", "portal.demo", "--var", str(var), "--port", str(_free_port())]
    log = var.with_suffix(".log")
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdout=output,
            stderr=output,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )
    try:
        yield read_demo(_wait_for(var / "demo.json", process, log))
    finally:
        process.terminate()
        process.wait(60)


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
    return Demo(summary["address"], {one["login"]: one for one in summary["accounts"]})


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
