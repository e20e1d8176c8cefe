"""How much and how long a provider may answer: whatever it does, the exchange ends in time."""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any, Self

import httpx2
from typing_extensions import override

LARGEST_ANSWER = 512 * 1024


class AnswerTooLargeError(Exception):
    """The provider sends more than anybody needs to know."""


class AnswerEncodedError(Exception):
    """The provider sends what was not asked for: a few packed bytes can become very many."""


class Deadline:
    """Ends the connections of one exchange when its time is out.

    A timeout of the socket begins anew with each byte that comes, so a provider that drips bytes
    would never meet it.
    """

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_failed: object) -> None:
        self._timer.cancel()
        with self._lock:
            for one in self._sockets:
                one.close()
            self._sockets.clear()

    def hooks(self) -> Mapping[str, list[Callable[..., None]]]:
        """What the HTTP client calls for each request and answer of the exchange."""
        return {"request": [self._watch], "response": [_limit]}

    def _watch(self, request: httpx2.Request) -> None:
        request.headers["Accept-Encoding"] = "identity"
        request.extensions["trace"] = self._connected

    def _connected(self, event: str, info: Mapping[str, Any]) -> None:
        if not event.endswith(".connect_tcp.complete"):
            return
        # of our own, since TLS takes the connection's apart
        mine = info["return_value"].get_extra_info("socket").dup()
        with self._lock:
            self._sockets.append(mine)
            if self.is_over:
                _shut(mine)

    def _end(self) -> None:
        with self._lock:
            self.is_over = True
            for one in self._sockets:
                _shut(one)


def _shut(one: socket.socket) -> None:
    with suppress(OSError):  # the provider was faster
        one.shutdown(socket.SHUT_RDWR)


def _limit(response: httpx2.Response) -> None:
    if response.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise AnswerEncodedError
    response.stream = _Limited(response.stream)


class _Limited(httpx2.SyncByteStream):
    def __init__(self, stream: Any) -> None:  # noqa: ANN401 (either kind of stream)
        self._stream = stream

    @override
    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for chunk in self._stream:
            size += len(chunk)
            if size > LARGEST_ANSWER:
                raise AnswerTooLargeError
            yield chunk

    @override
    def close(self) -> None:
        self._stream.close()


class Slots:
    """Lets a few exchanges with one provider go on at once, and none for a while after a slow one.

    A provider that hangs then holds a few threads for a few seconds, and everybody else has the
    rest. Whoever waits for one does not wait long.
    """

    def __init__(self, count: int, timer: Callable[[], float] = time.monotonic) -> None:
        self._free = threading.BoundedSemaphore(count)
        self._timer = timer
        self._avoided_until = float("-inf")

    def take(self, *, wait_seconds: float) -> bool:
        """Whether there is one; whoever took it gives it back."""
        return self._timer() >= self._avoided_until and self._free.acquire(timeout=wait_seconds)

    def give_back(self, *, avoid_seconds: float = 0.0) -> None:
        """Be done, and let nobody else try for so long."""
        if avoid_seconds:
            self._avoided_until = self._timer() + avoid_seconds
        self._free.release()
