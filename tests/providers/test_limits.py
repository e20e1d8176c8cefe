"""Whatever a provider does, it ends in time and delays nobody else."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

import pytest

from portal.identity.oidc import Identity, Provider, ProviderUnreachableError, transport
from portal.identity.oidc import keys as keys_module
from portal.identity.oidc import provider as provider_module
from portal.identity.oidc.limits import LARGEST_ANSWER, Slots
from portal.identity.oidc.refusals import Trouble
from tests.providers.hostile import HostileProvider

REDIRECT = "https://samsyn.example.se/sign-in/kommun/callback"
PATIENCE = 60.0  # for what never happens, else
EVERY_ADDRESS = ["/.well-known/openid-configuration", "/jwks", "/token", "/userinfo"]


def sign_in(provider: Provider, hostile: HostileProvider, now: datetime) -> Identity:
    request = provider.begin(redirect_uri=REDIRECT, now=now)
    response = hostile.answer(request.url)
    return provider.finish(request.flow, response_params=response, redirect_uri=REDIRECT, now=now)


def trouble_of(act: Callable[[], object]) -> Trouble:
    with pytest.raises(ProviderUnreachableError) as unreachable:
        act()
    return unreachable.value.trouble


@pytest.mark.parametrize("address", EVERY_ADDRESS)
def test_packed_bytes_are_not_unpacked(
    hostile: HostileProvider, now: datetime, address: str
) -> None:
    hostile.claims.pop("name")  # so that it is asked who that is
    packed = gzip.compress(b" " * 50_000_000)
    hostile.pages[address] = ("200 OK", packed, [("Content-Encoding", "gzip")])
    provider = Provider(hostile.settings())

    assert trouble_of(lambda: sign_in(provider, hostile, now)) is Trouble.ENCODED


@pytest.mark.parametrize("address", EVERY_ADDRESS)
def test_no_answer_is_read_beyond_what_anybody_needs(
    hostile: HostileProvider, now: datetime, address: str
) -> None:
    hostile.claims.pop("name")
    hostile.pages[address] = ("200 OK", b" " * (LARGEST_ANSWER + 1) + b"{}", [])
    provider = Provider(hostile.settings())

    assert trouble_of(lambda: sign_in(provider, hostile, now)) is Trouble.TOO_LARGE


@contextmanager
def _server(answer: Callable[[socket.socket], None]) -> Iterator[tuple[str, list[object]]]:
    """A server that does as it likes with a connection; its address, and who has connected."""
    callers: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection, caller = listening.accept()
                    callers.append(caller)
                    threading.Thread(
                        target=_answered, args=(connection, answer), daemon=True
                    ).start()

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", callers


def _answered(connection: socket.socket, answer: Callable[[socket.socket], None]) -> None:
    with connection, suppress(OSError):
        connection.recv(4096)
        answer(connection)


def _hang(_connection: socket.socket) -> None:
    time.sleep(20)


def _drip(connection: socket.socket) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 2000:
        connection.sendall(bytes([byte]))
        time.sleep(0.05)


def _drip_content(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n")
    for _ in range(2000):
        connection.sendall(b" ")
        time.sleep(0.05)


@pytest.mark.parametrize("answer", [_hang, _drip, _drip_content])
def test_an_exchange_ends_in_time(
    hostile: HostileProvider,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    answer: Callable[[socket.socket], None],
) -> None:
    monkeypatch.setattr(transport, "EXCHANGE_SECONDS", 0.5)
    with _server(answer) as (address, _callers):
        hostile.discovery["token_endpoint"] = f"{address}/token"
        provider = Provider(hostile.settings())
        trouble = trouble_of(lambda: sign_in(provider, hostile, now))

    assert trouble is Trouble.TIMED_OUT


@contextmanager
def _hanging() -> Iterator[tuple[str, list[object]]]:
    """A server that answers nobody until the block is over; its address, and who has connected."""
    over = threading.Event()
    with _server(lambda _connection: over.wait(PATIENCE)) as served:
        try:
            yield served
        finally:
            over.set()


def _begin(act: Callable[[], object], callers: list[object], count: int) -> threading.Thread:
    """Act in a thread of its own, which is seen to wait for the server among so many others."""
    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    ends = time.monotonic() + PATIENCE
    while len(callers) < count and time.monotonic() < ends:
        time.sleep(0.01)
    assert len(callers) == count
    return thread


def test_those_who_ask_while_a_provider_hangs_share_what_becomes_of_it(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "TIMEOUT_SECONDS", PATIENCE)
    monkeypatch.setattr(transport, "EXCHANGE_SECONDS", PATIENCE)
    monkeypatch.setattr(keys_module, "WAIT_SECONDS", 0.1)
    hanging = HostileProvider(now)
    found: list[Trouble] = []
    with _hanging() as (address, callers):
        hanging.start(address)
        provider = Provider(hanging.settings())

        def ask() -> None:
            found.append(trouble_of(lambda: provider.begin(redirect_uri=REDIRECT, now=now)))

        first = _begin(ask, callers, 1)
        for _ in range(11):
            ask()
        assert first.is_alive()
        assert found == [Trouble.TOO_MANY_WAIT] * 11
    first.join(PATIENCE)
    ask()  # and right afterwards

    assert len(callers) == 1
    assert found[-1] is found[-2]


class Timer:
    seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def test_what_was_published_is_good_for_an_hour_while_the_provider_is_away(
    hostile: HostileProvider, now: datetime
) -> None:
    timer = Timer()
    provider = Provider(hostile.settings(), timer=timer)
    sign_in(provider, hostile, now)
    hostile.pages["/jwks"] = ("503 Service Unavailable", b"", [])
    timer.seconds += 1800

    assert sign_in(provider, hostile, now)
    asked = len(hostile.requests)
    provider.begin(redirect_uri=REDIRECT, now=now)
    assert len(hostile.requests) == asked  # it has just failed
    timer.seconds += 1801
    assert trouble_of(lambda: provider.begin(redirect_uri=REDIRECT, now=now)) is Trouble.STATUS


def test_a_few_exchanges_at_once_and_none_right_after_a_slow_one() -> None:
    timer = Timer()
    slots = Slots(2, timer)

    assert [slots.take(wait_seconds=0) for _ in range(3)] == [True, True, False]
    slots.give_back()
    assert slots.take(wait_seconds=0)
    slots.give_back(avoid_seconds=10)
    assert not slots.take(wait_seconds=0)
    timer.seconds += 10
    assert slots.take(wait_seconds=0)


def test_a_token_endpoint_that_hangs_holds_two_and_lets_the_others_go(
    hostile: HostileProvider, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "TIMEOUT_SECONDS", PATIENCE)
    monkeypatch.setattr(transport, "EXCHANGE_SECONDS", PATIENCE)
    monkeypatch.setattr(provider_module, "WAIT_SECONDS", 0.1)
    with _hanging() as (address, callers):
        hostile.discovery["token_endpoint"] = f"{address}/token"
        provider = Provider(hostile.settings())
        provider.begin(redirect_uri=REDIRECT, now=now)

        def come_back() -> Trouble:
            return trouble_of(lambda: sign_in(provider, hostile, now))

        held = [_begin(come_back, callers, count) for count in (1, 2)]
        assert [come_back() for _ in range(4)] == [Trouble.TOO_MANY_WAIT] * 4
        assert len(callers) == 2
        assert all(one.is_alive() for one in held)
    for one in held:
        one.join(PATIENCE)
