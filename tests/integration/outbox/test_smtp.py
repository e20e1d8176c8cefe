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
        self.refused = False


class Conversation(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        self._answer("220 mail.example")
        while line := self.rfile.readline().decode().rstrip("\r\n"):
            self.server.said.append(line)
            word = line.split(" ")[0].upper()
            if word == "RCPT" and self.server.refused:
                self._answer("550 5.1.1 <maja@example.se> no such user")
            elif word == "DATA":
                self._answer("354 go on")
                self._take_message()
                self._answer("250 taken")
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


def test_a_refusal_is_noted_without_what_the_server_said(
    outbox: Outbox, world: World, settings: Settings, server: Server
) -> None:
    server.refused = True
    mail_id = outbox.queue(world.account())

    Worker(settings).run(once=True)

    row = outbox.row(mail_id)
    assert row["last_error"] == "SMTPRecipientsRefused 550"
    assert row["dead_at"] is None


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
