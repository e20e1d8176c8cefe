"""The outbox as its operator looks after it: what waits, what was given up, sending it again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import UUID

from sqlalchemy import Connection, func, or_, select, update

from portal import clock
from portal.config import MailSettings
from portal.ids import new_id
from portal.outbox.delivery import delivery
from portal.outbox.models import OutboxMail

TEST_TEXT = (
    "Det här är ett prov från Samsyn. Den som driver Samsyn ville se att mejl kommer fram.\n\n--\n"
    "In English: this is a test from Samsyn. Whoever runs it wanted to see that mail arrives.\n"
)


@dataclass(frozen=True, slots=True)
class Unsent:
    """A mail that waits or was given up. Whom it is for is not an operator's to know."""

    id: UUID
    kind: str
    attempts: int
    not_before: datetime
    dead_at: datetime | None
    last_error: str | None


@dataclass(frozen=True, slots=True)
class Queue:
    """How the outbox stands: how many wait, for how many seconds the longest, how many are dead."""

    waiting: int
    longest: float
    given_up: int


def list_unsent(connection: Connection, *, given_up: bool) -> Sequence[Unsent]:
    """What waits, or what was given up, that of longest standing first."""
    is_dead = OutboxMail.dead_at.is_not(None) if given_up else OutboxMail.dead_at.is_(None)
    names = ("id", "kind", "attempts", "not_before", "dead_at", "last_error")
    columns = [getattr(OutboxMail, name) for name in names]
    wanted = select(*columns).where(OutboxMail.sent_at.is_(None), is_dead)
    found = connection.execute(wanted.order_by(OutboxMail.not_before, OutboxMail.id))
    return [Unsent(**row._mapping) for row in found]


def look(connection: Connection) -> Queue:
    """How it stands now, by the database's clock."""
    is_due = (OutboxMail.dead_at.is_(None), OutboxMail.not_before <= func.now())
    waits = func.extract("epoch", func.now() - func.min(OutboxMail.not_before).filter(*is_due))
    counts = select(
        func.count().filter(OutboxMail.dead_at.is_(None)),
        func.coalesce(waits, 0),
        func.count().filter(OutboxMail.dead_at.is_not(None)),
    ).where(OutboxMail.sent_at.is_(None))
    waiting, longest, given_up = connection.execute(counts).one()
    return Queue(waiting, float(longest), given_up)


def send_again(connection: Connection, ids: Collection[UUID] | None) -> int:
    """Let these, or all that were given up, be tried from the beginning; answers how many."""
    which = OutboxMail.dead_at.is_not(None) if ids is None else OutboxMail.id.in_(ids)
    idle = or_(OutboxMail.lease_until.is_(None), OutboxMail.lease_until < func.now())
    statement = update(OutboxMail).where(OutboxMail.sent_at.is_(None), idle, which)
    begun_anew = statement.values(
        dead_at=None, attempts=0, not_before=func.now(), lease_until=None, last_error=None
    )
    return connection.execute(begun_anew).rowcount


def send_test(settings: MailSettings, address: str) -> None:
    """Hand a mail without any content to the mail server now, or raise what it says."""
    message = EmailMessage()
    message["From"] = settings.sender
    message["To"] = address
    message["Subject"] = "Prov från Samsyn"
    message["Date"] = format_datetime(clock.now())
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(TEST_TEXT, cte="quoted-printable")
    way = delivery(settings)
    try:
        way.send(new_id(), message)
    finally:
        way.close()
