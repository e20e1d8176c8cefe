"""Writing to the audit log, in the transaction of the change itself."""

import json
from typing import Protocol
from uuid import UUID

from portal.audit.models import AuditEntry
from portal.authz import Actor
from portal.db import db

Detail = str | int | bool | None


class Subject(Protocol):
    """Anything with an id can be the subject of an act."""

    @property
    def id(self) -> UUID:
        """Its id."""


def record(
    actor: Actor, action: str, subject: Subject, *, stream: UUID | None = None, **details: Detail
) -> None:
    """Note that `actor` did `action` ("agreement.signed") to `subject`.

    `stream` is the chain the entry joins: the agreement it concerns, else the actor's
    organisation. `details` hold keys, numbers and codes, never personal data or free text.
    """
    db.session.add(
        AuditEntry(
            county_id=actor.county_id,
            stream=stream or actor.organisation_id,
            organisation_id=actor.organisation_id,
            account_id=actor.account_id,
            session_id=actor.session_id,
            action=action,
            subject_kind=type(subject).__name__,
            subject_id=subject.id,
            details=_canonical(details),
        )
    )


def record_maintenance(county_id: UUID, action: str, subject: Subject, **details: Detail) -> None:
    """Note what an operator did from the command line: no account, no organisation."""
    db.session.add(
        AuditEntry(
            county_id=county_id,
            stream=county_id,
            action=action,
            subject_kind=type(subject).__name__,
            subject_id=subject.id,
            details=_canonical(details),
        )
    )


def _canonical(details: dict[str, Detail]) -> str:
    return json.dumps(details, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
