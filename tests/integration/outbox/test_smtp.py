"""Mail handed to an SMTP server: never in the clear unless told to, and its refusals are codes."""

import socketserver
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from portal.config import Settings
from portal.outbox.worker import Worker
from tests.integration.outbox.conftest import Outbox
from tests.integration.world import World


class Server(socketserver.ThreadingTCPServer):
    """Takes mail on a free port; knows nothing but the few words that are needed."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.said: list[str] = []
        self.conversations = 0
        # what is answered to a word instead
        self.answers: dict[str, str] = {}
        self.silent_at = ""
        self.hanging = threading.Event()


class Conversation(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        self.server.conversations += 1
        self._answer("220 mail.example")
        while line := self.rfile.readline().decode().rstrip("\r\n"):
            self.server.said.append(line)
            word = line.split(" ")[0].upper()
            if word == self.server.silent_at:
                self.server.hanging.wait(20)
                return
            if word in self.server.answers and word != "DATA":
                self._answer(self.server.answers[word])
            elif word == "DATA":
                self._answer("354 go on")
                self._take_message()
                self._answer(self.server.answers.get("DATA", "250 taken"))
            elif word == "QUIT":
                self._answer("221 bye")
                return
            else:
                self._answer("250 mail.example")

    def _take_message(self) -> None:
        while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
            self.server.said.append(line)

    def _answer(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def server() -> Iterator[Server]:
    yield from serving()


def serving() -> Iterator[Server]:
    """Serves until it is taken up again."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def settings(settings: Settings, server: Server) -> Settings:
    host, port = server.server_address[:2]
    mail = replace(settings.mail, folder=None, smtp_host=host, smtp_port=port, starttls=False)
    return replace(settings, mail=mail)


def test_the_server_gets_the_mail(
    outbox: Outbox, world: World, settings: Settings, server: Server
) -> None:
    mail_id = outbox.queue(world.account())

    Worker(settings).run(once=True)

    assert "rcpt TO:<maja@example.se>" in server.said
    assert f"Message-ID: <{mail_id}@samsyn.example>" in server.said
    assert outbox.row(mail_id)["sent_at"] is not None


@pytest.mark.parametrize(
    ("word", "answer", "noted", "is_for_ever"),
    [
        ("RCPT", "550 5.1.1 <maja@example.se> no such user", "550 5.1.1", True),
        ("RCPT", "553 no such mailbox", "553", True),
        ("DATA", "552 5.3.4 too large for maja@example.se", "552 5.3.4", True),
        ("RCPT", "450 4.2.1 <maja@example.se> greylisted", "450 4.2.1", False),
        ("RCPT", "451 try again", "451", False),
        ("DATA", "452 4.3.1 out of space", "452 4.3.1", False),
        # about us, and for an operator to put right: not a word about the address
        ("RCPT", "554 5.7.1 <maja@example.se> relay access denied", "554 5.7.1", False),
        ("MAIL", "550 5.1.8 sender not known", "550", False),
    ],
)
def test_a_refusal_for_ever_is_told_from_one_for_now(
    outbox: Outbox,
    world: World,
    settings: Settings,
    server: Server,
    *,
    word: str,
    answer: str,
    noted: str,
    is_for_ever: bool,
) -> None:
    server.answers[word] = answer
    mail_id = outbox.queue(world.account())

    Worker(settings).run(once=True)

    row = outbox.row(mail_id)
    assert row["last_error"].split(" ", 1)[1] == noted
    assert "maja" not in row["last_error"]
    assert (row["dead_at"] is not None) is is_for_ever


def test_one_conversation_is_for_all_that_waits(
    outbox: Outbox, world: World, settings: Settings, server: Server
) -> None:
    queued = [outbox.queue(world.account()) for _ in range(5)]
    server.answers["RCPT"] = "450 4.2.1 not now"
    Worker(settings).run(once=True)
    server.answers.clear()
    for mail_id in queued:
        outbox.let_time_pass(mail_id)
    Worker(settings).run(once=True)

    assert server.conversations == 2
    assert all(outbox.row(mail_id)["sent_at"] for mail_id in queued)


def test_a_conversation_that_the_server_has_ended_is_begun_anew(
    outbox: Outbox, world: World, settings: Settings, server: Server
) -> None:
    server.answers["NOOP"] = "421 one mail a time"
    queued = [outbox.queue(world.account()) for _ in range(2)]

    Worker(settings).run(once=True)

    assert server.conversations == 2
    assert all(outbox.row(mail_id)["sent_at"] for mail_id in queued)


def test_a_server_that_hangs_holds_up_one_mail_and_not_each(
    outbox: Outbox,
    world: World,
    settings: Settings,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("portal.outbox.delivery.TIMEOUT_SECONDS", 0.3)
    server.silent_at = "MAIL"
    queued = [outbox.queue(world.account()) for _ in range(4)]

    Worker(settings).run(once=True)

    server.hanging.set()
    assert server.conversations == 1
    assert sorted(outbox.row(mail_id)["attempts"] for mail_id in queued) == [0, 0, 0, 1]


def test_a_server_without_encryption_gets_nothing_when_encryption_is_wanted(
    outbox: Outbox, world: World, settings: Settings, server: Server
) -> None:
    mail_id = outbox.queue(world.account())
    wanted = replace(settings.mail, starttls=True)

    Worker(replace(settings, mail=wanted)).run(once=True)

    assert not any("example.se" in line for line in server.said)
    assert outbox.row(mail_id)["last_error"] == "SMTPNotSupportedError"


def test_no_server_is_a_failure_to_be_tried_again(
    outbox: Outbox, world: World, settings: Settings, server: Server
) -> None:
    mail_id = outbox.queue(world.account())
    nobody = replace(settings.mail, smtp_port=1)

    Worker(replace(settings, mail=nobody)).run(once=True)

    assert outbox.row(mail_id)["last_error"] == "ConnectionRefusedError"
