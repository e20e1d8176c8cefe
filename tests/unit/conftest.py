"""A unit test starts no process and opens no connection: if it does, it fails and says so."""

import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager

import pytest

# Audit events of Python (docs.python.org/3/library/audit_events.html)
FORBIDDEN = frozenset(
    {
        *("subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.exec", "os.system"),
        *("socket.bind", "socket.connect"),
    }
)


class _Guard:
    """An audit hook, which Python cannot remove again: it looks only while a unit test runs."""

    def __init__(self) -> None:
        self._watches = False
        sys.addaudithook(self._hear)

    @contextmanager
    def watch(self) -> Iterator[None]:
        self._watches = True
        try:
            yield
        finally:
            self._watches = False

    def _hear(self, event: str, _arguments: tuple[object, ...]) -> None:
        if self._watches and event in FORBIDDEN:
            pytest.fail(
                f"{event} in a unit test: it belongs in tests/integration or tests/providers"
            )


_guard = _Guard()


# These see the tests of this folder only. Teardown is left out: what it stops at the end of a run
# may be a server of other tests.
@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Generator[None]:
    with _guard.watch():
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None]:
    with _guard.watch():
        yield
