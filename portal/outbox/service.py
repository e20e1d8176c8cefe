"""Telling people: one row per person who holds the role, in the transaction of the change.

`notify` says by mail that something waits, which a page works out by itself. `tell_party` says also
on the first page that something of theirs was undone, which no page can work out afterwards.
"""

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


def tell_party(
    agreement_id: UUID,
    organisation_id: UUID,
    roles: Collection[Role],
    kind: str,
    *,
    path: str,
    dedupe: str,
) -> int:
    """Tell everybody with one of `roles` in a party of an agreement, except whoever acts.

    They read it on their first page until they put it away, and get mail of the same `kind`.
    """
    return functions.tell_party(agreement_id, organisation_id, roles, kind, path, dedupe)
