"""The organisation's own log, for its reviewer: who of us did what, when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import literal, select, tuple_

from portal.audit.models import AuditEntry
from portal.authz import Actor
from portal.db import db
from portal.identity.models import Account

PAGE = 100


@dataclass(frozen=True, slots=True)
class LogLine:
    """One act by somebody of the organisation."""

    id: UUID
    at: datetime
    name: str | None
    action: str
    subject_kind: str
    subject_id: UUID


def list_log(actor: Actor, *, before: UUID | None) -> Sequence[LogLine]:
    """The newest entries, or those older than the entry `before`: at most PAGE of them."""
    statement = (
        select(
            AuditEntry.id,
            AuditEntry.at,
            Account.name,
            AuditEntry.action,
            AuditEntry.subject_kind,
            AuditEntry.subject_id,
        )
        .outerjoin(Account, Account.id == AuditEntry.account_id)
        .where(AuditEntry.organisation_id == actor.organisation_id)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(PAGE)
    )
    if before is not None:
        at = select(AuditEntry.at).where(AuditEntry.id == before).scalar_subquery()
        statement = statement.where(
            tuple_(AuditEntry.at, AuditEntry.id) < tuple_(at, literal(before))
        )
    return [LogLine(*row) for row in db.session.execute(statement)]
