"""Queueing mail: one row per person who holds the role, in the transaction of the change."""

from collections.abc import Collection
from uuid import UUID

from portal.authz import Role
from portal.outbox import functions


def notify(
    organisation_id: UUID, roles: Collection[Role], kind: str, *, path: str, dedupe: str
) -> None:
    """Queue mail of `kind` to everybody with one of `roles` there, except whoever acts.

    `path` is the page the mail links to (sign-in comes first). A `dedupe` that was used before
    queues nothing, so that any replica and any retry may call this. It reaches an organisation that
    is a party of the agreement that `path` is a page of, and the actor's own.
    """
    functions.enqueue(organisation_id, roles, kind, path, dedupe)
