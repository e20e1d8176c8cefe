"""Programs that must not outlive the one that started them."""

import ctypes
import os
import signal
from collections.abc import Callable

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
