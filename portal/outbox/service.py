"""Queueing mail: one row per person who holds the role, in the transaction of the change."""

from collections.abc import Collection
from uuid import UUID

from portal.authz import Role
from portal.outbox import functions


def notify(
    organisation_id: UUID, roles: Collection[Role], kind: str, *, path: str, dedupe: str
) -> int:
    """Queue mail of `kind` to everybody with one of `roles` there, except whoever acts.

    `path` is the page the mail links to (sign-in comes first). A `dedupe` that was used before
    queues nothing, so that any replica and any retry may call this. Answers how many were queued.
    """
    return functions.enqueue(organisation_id, roles, kind, path, dedupe)
