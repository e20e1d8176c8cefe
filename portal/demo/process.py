"""Programs started by the demo: each with a log, and none that outlives the demo."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(number: signal.Signals) -> Callable[[], None]:
    """Make a `preexec_fn`: the kernel sends `number` when the thread that starts the program ends.

    A pipe or an `atexit` handler cannot do this: neither runs when the parent is killed with -9.
    """
    parent = os.getpid()

    def before_the_program_starts() -> None:
        ask_for_death_signal(number)
        if os.getppid() != parent:  # it died before the kernel was told
            os._exit(1)

    return before_the_program_starts


def ask_for_death_signal(number: signal.Signals) -> None:
    """From now on this process gets `number` when its parent ends (on Linux; elsewhere nothing)."""
    if hasattr(_libc, "prctl"):
        _libc.prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)


class Program:
    """One running program, with the processes that it starts in turn."""

    def __init__(
        self, name: str, command: Sequence[str], log: Path, environment: Mapping[str, str]
    ) -> None:
        self.name = name
        self.log = log
        opened = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.fchmod(opened, 0o600)  # an earlier run may have left it open to others
        with os.fdopen(opened, "wb") as output:
            self._process = subprocess.Popen(
                command,
                env={**os.environ, **environment},
                start_new_session=True,  # Ctrl-C in the terminal is for the demo, which stops it
                preexec_fn=die_with_parent(signal.SIGTERM),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )

    @property
    def ended(self) -> int | None:
        """The exit status, or None while it runs."""
        return self._process.poll()

    def stop(self, patience: float) -> None:
        """Ask it to stop, and after `patience` seconds end it and all that it started."""
        if self._process.poll() is None:
            self._process.terminate()
        deadline = time.monotonic() + patience
        while self._process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return  # nothing of it is left
        self._process.wait()

    def last_words(self, lines: int = 8) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
