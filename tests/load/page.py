"""A page as it is measured."""

import statistics
import time
from dataclasses import dataclass, field, replace
from http import HTTPStatus

from tests.load.servers import Server


@dataclass(slots=True)
class Page:
    """A page to ask for, what was measured, and how many times the floor it may take, if told."""

    name: str
    path: str
    cookie: str
    server: Server
    most: float | None = None
    queries: int = 0
    times: list[float] = field(default_factory=list)
    cpu: float = 0

    def sign_in(self, path: str | None = None) -> None:
        """Keep the cookies of the first answer, as a browser does."""
        self.server.hang_up()
        answer, _body = self.server.get(path or self.path, self.cookie)
        given = [value.partition(";")[0] for value in answer.headers.get_all("Set-Cookie", [])]
        self.cookie = "; ".join(filter(None, [self.cookie, *given]))

    def ask(self, times: int) -> None:
        """Ask for it as often, and keep how long each answer and all of them took."""
        before = self.server.cpu_seconds()
        for _ in range(times):
            began = time.perf_counter()
            answer, _body = self.server.get(self.path, self.cookie)
            self.times.append(time.perf_counter() - began)
            if answer.status != HTTPStatus.OK:
                raise RuntimeError(f"{self.path} answered {answer.status}")
        self.cpu += self.server.cpu_seconds() - before

    def anew(self) -> "Page":
        """The same page, with nothing measured."""
        return replace(self, times=[], cpu=0)

    def forget(self) -> None:
        """Leave the warm-up out."""
        self.times.clear()
        self.cpu = 0

    @property
    def p50_ms(self) -> float:
        """The answer's median time."""
        return statistics.median(self.times) * 1000

    @property
    def cpu_ms(self) -> float:
        """The worker's processor time, user and system, per answer."""
        return self.cpu / len(self.times) * 1000
