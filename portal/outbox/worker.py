"""`portal worker`: sends the mail that waits. Any number of them may run at once."""

import logging
import random
import re
import signal
import smtplib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from types import FrameType
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import Engine, create_engine, func, or_, select, update
from sqlalchemy.exc import DBAPIError

from portal import clock
from portal.config import Settings
from portal.jobs import noted
from portal.outbox import functions
from portal.outbox.calendar import attach, is_cancellation
from portal.outbox.calendar_file import calendar_file
from portal.outbox.delivery import delivery, is_about_the_mail, is_for_ever, reason
from portal.outbox.facts import Facts
from portal.outbox.models import OutboxMail
from portal.outbox.subject import POLICY
from portal.outbox.texts import TEXTS, Language

# After 1, 4, 16, 64 and 256 minutes, and then every six hours for five days in all: a mail server
# that is away from Friday to Wednesday loses nothing.
MOST_ATTEMPTS = 25
# Longer than any sending takes: only the mail of a worker that died is taken over.
LEASE = timedelta(minutes=5)
LONGEST_DELAY = timedelta(hours=6)
POLL_SECONDS = 2.0
HEARTBEAT_SECONDS = 60.0
LONGEST_PAUSE_SECONDS = 60.0

HELP = "/help-and-contact"

# A page of ours, whoever wrote the row: "@elsewhere.example/" would make the link somebody else's.
_PATH = re.compile(r"/(?!/)[\w./?=&-]*", re.ASCII)

log = logging.getLogger(__name__)


class UnsendableError(Exception):
    """No later attempt will help; the message holds no personal data."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A mail that is ours until the lease ends; `attempts` tells our claim from a later one."""

    id: UUID
    kind: str
    path: str
    attempts: int
    address: str | None
    language: Language = Language.BOTH
    contact: str | None = None
    plan_id: UUID | None = None
    calendar: dict[str, Any] | None = None

    @property
    def needs_ground(self) -> bool:
        """Mail about a plan is for those who may open it now; to take a meeting back is not."""
        return self.plan_id is not None and not is_cancellation(self.calendar)


class Worker:
    """Claims one mail at a time, sends it outside any transaction, and notes how it went.

    A mail is sent again only when a worker died between sending it and noting so; its Message-ID
    is then the same, so that a mail server or reader can tell.
    """

    def __init__(self, settings: Settings, *, poll_seconds: float = POLL_SECONDS) -> None:
        self._settings = settings
        self._poll_seconds = poll_seconds
        self._delivery = delivery(settings.mail)
        self._deliver = self._delivery.send
        self._stopping = False
        self._noted = -HEARTBEAT_SECONDS

    def run(self, *, once: bool = False) -> None:
        """Send what is due; then stop, or go on until SIGTERM or SIGINT."""
        engine = create_engine(
            self._settings.database.worker_url,
            pool_size=1,
            pool_pre_ping=True,
            hide_parameters=True,
        )
        try:
            if once:
                self._send_due(engine)
            else:
                with self._stopped_by_signals():
                    self._run_until_stopped(engine)
        finally:
            engine.dispose()

    def stop(self) -> None:
        """Finish the mail in hand and return from `run`."""
        self._stopping = True

    # -- the loop ---------------------------------------------------------------------------------

    def _run_until_stopped(self, engine: Engine) -> None:
        log.info("worker started")
        failures = 0
        while not self._stopping:
            try:
                self._note_that_we_live(engine)
                failures = 0 if self._send_due(engine) else failures + 1
            except DBAPIError as error:
                failures += 1
                # the driver's text names hosts and may quote rows
                log.warning("database: %s; trying again", _kind(error))
            self._pause(min(self._poll_seconds * 2 ** min(failures, 10), LONGEST_PAUSE_SECONDS))
        log.info("worker stopped")

    def _note_that_we_live(self, engine: Engine) -> None:
        if time.monotonic() - self._noted >= HEARTBEAT_SECONDS:
            with noted(engine, "worker"):
                self._noted = time.monotonic()

    def _pause(self, seconds: float) -> None:
        # different for each replica; in short steps, since a signal only sets a flag
        jitter = random.uniform(0.8, 1.2)  # noqa: S311 (nothing secret)
        ends = time.monotonic() + seconds * jitter
        while not self._stopping and (left := ends - time.monotonic()) > 0:
            time.sleep(min(left, 0.25))

    @contextmanager
    def _stopped_by_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        numbers = (signal.SIGTERM, signal.SIGINT)
        before = {number: signal.signal(number, self._on_signal) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.stop()

    # -- one mail ---------------------------------------------------------------------------------

    def _send_due(self, engine: Engine) -> bool:
        """Send one after another; answers whether the mail server can be reached."""
        try:
            while not self._stopping and (mail := _claim(engine)):
                if not self._send(engine, mail):
                    return False  # the others need not wait for the same silence one by one
        finally:
            self._delivery.close()
        return True

    def _send(self, engine: Engine, mail: Claimed) -> bool:
        """Send one and note how it went; answers whether to go on with the next."""
        try:
            message = self._compose(mail, _facts(engine, mail))
            _check_ground(engine, mail)
            self._deliver(mail.id, message)
        except UnsendableError as error:
            _give_up(engine, mail, str(error))
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            if is_for_ever(error):
                _give_up(engine, mail, reason(error))
            else:
                _retry_later(engine, mail, reason(error))
                return is_about_the_mail(error)
        else:
            _note(engine, mail, sent_at=func.now(), last_error=None)
            log.info("mail %s: sent", mail.id)
        return True

    def _compose(self, mail: Claimed, facts: Facts) -> EmailMessage:
        if mail.attempts > MOST_ATTEMPTS:
            raise UnsendableError("every attempt was interrupted")
        text = TEXTS.get(mail.kind)
        if text is None:
            raise UnsendableError("unknown kind")
        if not _PATH.fullmatch(mail.path):
            raise UnsendableError("not a page of ours")
        if not mail.address:
            raise UnsendableError("no address")
        message = EmailMessage(POLICY)
        message["From"] = self._settings.mail.sender
        message["To"] = _address(mail.address)
        words = facts.words()
        message["Subject"] = text.heading(words, mail.language)
        message["Date"] = format_datetime(clock.now())
        message["Message-ID"] = f"<{mail.id}@{urlsplit(self._settings.base_url).hostname}>"
        message["Auto-Submitted"] = "auto-generated"
        portal = self._settings.base_url.rstrip("/")
        link, whom = portal + mail.path, mail.contact or portal + HELP
        # every mail server takes this encoding
        message.set_content(text.body(words, link, whom, mail.language), cte="quoted-printable")
        # after the content, which removes what was said of another
        message["Content-Language"] = mail.language.tag
        self._add_calendar(message, mail, link)
        return message

    def _add_calendar(self, message: EmailMessage, mail: Claimed, link: str) -> None:
        if mail.calendar is not None:
            sender = self._settings.mail.sender
            file = calendar_file(mail.calendar, sender=sender, link=link, now=clock.now())
            attach(message, file, mail.calendar["method"])


def _address(written: str) -> Address:
    """One address; what is written as a list, or with a line break, is none."""
    try:
        return Address(addr_spec=written)
    except (MessageError, ValueError, IndexError):
        raise UnsendableError("not an address") from None


def _kind(error: DBAPIError) -> str:
    code = getattr(error.orig, "sqlstate", None)
    return f"{type(error.orig).__name__} {code}" if code else type(error.orig).__name__


# -- the table. The time is the database's, which every replica shares. ---------------------------


def _claim(engine: Engine) -> Claimed | None:
    """Take the mail that has waited longest and is nobody's, for as long as the lease."""
    due = (
        select(OutboxMail.id)
        .where(
            OutboxMail.sent_at.is_(None),
            OutboxMail.dead_at.is_(None),
            OutboxMail.not_before <= func.now(),
            or_(OutboxMail.lease_until.is_(None), OutboxMail.lease_until < func.now()),
        )
        .order_by(OutboxMail.not_before)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    claim = (
        update(OutboxMail)
        .where(OutboxMail.id == due.scalar_subquery())
        .values(attempts=OutboxMail.attempts + 1, lease_until=func.now() + LEASE)
        .returning(
            OutboxMail.id,
            OutboxMail.kind,
            OutboxMail.path,
            OutboxMail.attempts,
            functions.mail_address(OutboxMail.account_id),
            functions.mail_language(OutboxMail.account_id),
            functions.mail_contact(OutboxMail.organisation_id),
            OutboxMail.plan_id,
            OutboxMail.calendar,
        )
    )
    with engine.begin() as connection:
        row = connection.execute(claim).one_or_none()
    if row is None:
        return None
    return Claimed(**{**row._mapping, "language": Language(row.language)})


def _facts(engine: Engine, mail: Claimed) -> Facts:
    """What it may name."""
    with engine.begin() as connection:
        return functions.mail_facts(connection, mail.id)


def _check_ground(engine: Engine, mail: Claimed) -> None:
    """The last thing before a mail is handed over: consent may have ended since it was queued."""
    if not mail.needs_ground:
        return
    with engine.begin() as connection:
        if not functions.is_grounded(connection, mail.id):
            raise UnsendableError("the ground for it has ended")


def _note(engine: Engine, mail: Claimed, **values: object) -> None:
    """Write how it went and end the lease, unless somebody else has claimed the mail since."""
    ours = (OutboxMail.id == mail.id, OutboxMail.attempts == mail.attempts)
    statement = update(OutboxMail).where(*ours).values(lease_until=None, **values)
    with engine.begin() as connection:
        connection.execute(statement)


def _give_up(engine: Engine, mail: Claimed, why: str) -> None:
    _note(engine, mail, dead_at=func.now(), last_error=why)
    log.error("mail %s: given up, %s", mail.id, why)


def _retry_later(engine: Engine, mail: Claimed, why: str) -> None:
    if mail.attempts >= MOST_ATTEMPTS:
        _give_up(engine, mail, why)
        return
    delay = min(timedelta(minutes=4 ** min(mail.attempts - 1, 5)), LONGEST_DELAY)
    _note(engine, mail, not_before=func.now() + delay, last_error=why)
    log.warning("mail %s: attempt %s failed, %s", mail.id, mail.attempts, why)
