"""The organisation's own log, for its reviewer: who of us did what, when."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import literal, select, tuple_

from portal.audit.models import AuditEntry
from portal.authz import Actor
from portal.db import at_most, db
from portal.identity import functions
from portal.identity.models import Account
from portal.zone import STOCKHOLM

PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: of one of the `actions`, by somebody of that name, from a day until one.

    What is empty or None does not choose.
    """

    actions: Collection[str] = ()
    name: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class LogLine:
    """One act by somebody of the organisation, and what it was about; "" for what it was not."""

    id: UUID
    at: datetime
    name: str | None
    action: str
    agreement: str
    case_number: str
    part: str


def list_log(actor: Actor, wanted: Wanted, *, before: UUID | None) -> Sequence[LogLine]:
    """The newest entries, or those older than the entry `before`: at most PAGE of them."""
    statement = (
        select(AuditEntry.id, AuditEntry.at, Account.name, AuditEntry.action)
        .outerjoin(Account, Account.id == AuditEntry.account_id)
        .where(AuditEntry.organisation_id == actor.organisation_id)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(at_most(PAGE))
    )
    if wanted.actions:
        statement = statement.where(AuditEntry.action.in_(wanted.actions))
    if wanted.name:
        named = select(Account.id).where(Account.name.icontains(wanted.name, autoescape=True))
        statement = statement.where(AuditEntry.account_id.in_(named))
    if wanted.first is not None:
        statement = statement.where(AuditEntry.at >= _begins(wanted.first))
    if wanted.last is not None:
        statement = statement.where(AuditEntry.at < _begins(wanted.last + timedelta(days=1)))
    if before is not None:
        at = select(AuditEntry.at).where(AuditEntry.id == before).scalar_subquery()
        statement = statement.where(
            tuple_(AuditEntry.at, AuditEntry.id) < tuple_(at, literal(before))
        )
    rows = db.session.execute(statement).all()
    about = functions.log_subjects([row.id for row in rows])
    return [LogLine(*row, *about.get(row.id, ("", "", ""))) for row in rows]


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), STOCKHOLM)
