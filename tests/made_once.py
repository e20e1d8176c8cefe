"""What takes long is done once in a run, by whichever worker comes first."""

import fcntl
import hashlib
import subprocess
from collections.abc import Callable
from pathlib import Path

from portal.demo.postgres import LocalPostgres


def made_once(folder: Path, make: Callable[[Path], object]) -> Path:
    """`folder`, which the first worker to ask for it makes, while the others wait."""
    with folder.with_suffix(".lock").open("a+", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.seek(0)
        if not lock.read():
            make(folder)
            lock.write("made")
    return folder


def copy_cluster(made: Path, wanted: Path) -> None:
    """Copy a stopped server's files, which as root are another account's."""
    subprocess.run(
        ["cp", "-a", LocalPostgres(made).folder, LocalPostgres(wanted).folder], check=True
    )


class Seen:
    """What some worker has come upon in this run: an empty file for each thing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: set[str] = set()  # of what is there, what this worker has looked for
        folder.mkdir(exist_ok=True)

    def is_news(self, *things: str) -> bool:
        """Whether one of them is new; from now on none is."""
        return sum(map(self._note, things)) > 0

    def has(self, thing: str) -> bool:
        """Whether somebody has come upon it; it stays news to others until then."""
        if thing in self._known:
            return True
        if self._file(thing).exists():
            self._known.add(thing)
            return True
        return False

    def _file(self, thing: str) -> Path:
        return self._folder / hashlib.sha256(thing.encode()).hexdigest()

    def _note(self, thing: str) -> bool:
        if thing in self._known:
            return False
        self._known.add(thing)
        try:
            self._file(thing).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True
