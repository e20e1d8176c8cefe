"""The functions of the database that the outbox calls, with typed arguments and answers."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, func, select
from sqlalchemy.orm import InstrumentedAttribute

from portal.authz import Role
from portal.db import db


def enqueue(
    organisation_id: UUID, roles: Collection[Role], kind: str, path: str, dedupe: str
) -> None:
    """Queue a mail to everybody with one of `roles` but the asker."""
    names = sorted(role.value for role in roles)
    db.session.execute(select(func.app.enqueue(organisation_id, names, kind, path, dedupe)))


def mail_address(account_id: InstrumentedAttribute[UUID]) -> ColumnElement[str | None]:
    """The address of an account, for use in the worker's statement."""
    return func.app.mail_address(account_id).label("address")


def is_grounded(connection: Connection, mail_id: UUID) -> bool:
    """Whether a mail may still be sent: whom it is for may still open what it is about."""
    return bool(connection.scalar(select(func.app.is_grounded(mail_id))))
