"""What an operator sees of the outbox, and how mail is sent again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select, update

from portal import clock
from portal.cli import portal
from portal.config import Settings
from portal.jobs import ClocksDifferError
from portal.outbox.models import OutboxMail
from tests.installation import write_config
from tests.integration.outbox.conftest import Outbox
from tests.integration.world import World

Run = Callable[..., Result]


@pytest.fixture
def run(settings: Settings, tmp_path: Path) -> Run:
    def run(*command: str, settings: Settings = settings) -> Result:
        config = str(write_config(settings, tmp_path))
        return CliRunner().invoke(portal, ["--config", config, *command])

    return run


def give_up(outbox: Outbox, world: World, count: int = 1) -> list[str]:
    queued = [outbox.queue(world.account()) for _ in range(count)]
    with outbox.engine.begin() as connection:
        dead = {"dead_at": func.now(), "attempts": 25, "last_error": "SMTPDataError 552"}
        connection.execute(update(OutboxMail).where(OutboxMail.id.in_(queued)).values(**dead))
    return [str(mail_id) for mail_id in queued]


def test_what_waits_and_what_was_given_up_are_listed_without_whom_it_is_for(
    outbox: Outbox, world: World, run: Run
) -> None:
    (dead,) = give_up(outbox, world)
    waiting = str(outbox.queue(world.account(email="maja@example.se")))

    assert waiting in (listed := run("outbox", "list").output)
    assert dead not in listed
    assert listed.endswith("1 mails.\n")

    assert dead in (listed := run("outbox", "list", "--given-up").output)
    assert "25 attempts, given up" in listed
    assert "SMTPDataError 552" in listed
    assert "@" not in listed


def test_what_was_given_up_is_sent_again(
    outbox: Outbox, world: World, run: Run, send_due: Callable[[], None]
) -> None:
    one, *others = give_up(outbox, world, 3)
    send_due()
    assert outbox.sent() == []

    assert "1 mails will be tried again" in run("outbox", "retry", one).output
    send_due()
    assert len(outbox.sent()) == 1

    assert "2 mails will be tried again" in run("outbox", "retry", "--given-up").output
    send_due()
    assert len(outbox.sent()) == 3
    none = run("outbox", "retry", *others)  # what was sent is not sent twice
    assert "0 mails will be tried again" in none.output
    assert "were sent, are being sent, or are not there" in none.output
    assert none.exit_code == 1


def test_nothing_is_sent_again_by_mistake(run: Run) -> None:
    assert run("outbox", "retry").exit_code == 2
    assert run("outbox", "retry", "not-an-id").exit_code == 2


def test_the_mail_server_is_tried_with_a_mail(run: Run, outbox: Outbox, settings: Settings) -> None:
    tried = run("mail", "test", "operator@example.se")
    assert tried.exit_code == 0
    assert "and not sent" in tried.output
    (message,) = outbox.sent()
    assert message["To"] == "operator@example.se"

    nobody = replace(settings, mail=replace(settings.mail, folder=None, smtp_port=1))
    refused = run("mail", "test", "operator@example.se", settings=nobody)
    assert refused.exit_code == 1
    assert "It was not taken. ConnectionRefusedError" in refused.output


def test_nobody_is_reminded_and_nothing_lifted_by_a_wrong_clock(
    run: Run, monkeypatch: pytest.MonkeyPatch, outbox: Outbox
) -> None:
    with outbox.engine.begin() as connection:
        before = connection.scalar(select(func.count()).select_from(OutboxMail))
    assert run("remind").exit_code == 0
    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) + timedelta(days=40))
    refused = run("remind")

    assert isinstance(refused.exception, ClocksDifferError)
    assert "put the clock right that is wrong" in str(refused.exception)
    with outbox.engine.begin() as connection:
        assert connection.scalar(select(func.count()).select_from(OutboxMail)) == before
