"""The functions of the database that the outbox calls, with typed arguments and answers."""

from collections.abc import Collection
from dataclasses import fields
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, func, select
from sqlalchemy.orm import InstrumentedAttribute

from portal.authz import Role
from portal.db import db
from portal.outbox.facts import Facts


def enqueue(
    organisation_id: UUID, roles: Collection[Role], kind: str, path: str, dedupe: str
) -> None:
    """Queue a mail to everybody with one of `roles` but the asker."""
    names = sorted(role.value for role in roles)
    db.session.execute(select(func.app.enqueue(organisation_id, names, kind, path, dedupe)))


def tell_party(
    agreement_id: UUID,
    organisation_id: UUID,
    roles: Collection[Role],
    kind: str,
    path: str,
    dedupe: str,
) -> int:
    """Tell everybody with one of `roles` there but the asker; answers how many were told."""
    names = sorted(role.value for role in roles)
    told = func.app.tell_party(agreement_id, organisation_id, names, kind, path, dedupe)
    return db.session.scalar(select(told)) or 0


def put_away_notice(notice_id: UUID) -> bool:
    """Note that the asker has read one of their notices; False for any other."""
    return bool(db.session.scalar(select(func.app.put_away_notice(notice_id))))


def mail_address(account_id: InstrumentedAttribute[UUID]) -> ColumnElement[str | None]:
    """The address of an account, for use in the worker's statement."""
    return func.app.mail_address(account_id).label("address")


def mail_language(account_id: InstrumentedAttribute[UUID]) -> ColumnElement[str]:
    """What an account wants its mail in, for use in the worker's statement."""
    return func.app.mail_language(account_id).label("language")


def mail_contact(organisation_id: InstrumentedAttribute[UUID | None]) -> ColumnElement[str | None]:
    """Whom one calls at an organisation, for use in the worker's statement."""
    return func.app.mail_contact(organisation_id).label("contact")


def mail_facts(connection: Connection, mail_id: UUID) -> Facts:
    """What a mail may name."""
    names = [one.name for one in fields(Facts)]
    found = select(func.app.mail_facts(mail_id).table_valued(*names))
    row = connection.execute(found).mappings().one_or_none()
    return Facts(**row) if row else Facts()


def is_grounded(connection: Connection, mail_id: UUID) -> bool:
    """Whether a mail may still be sent: whom it is for may still open what it is about."""
    return bool(connection.scalar(select(func.app.is_grounded(mail_id))))
