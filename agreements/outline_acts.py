"""What has been done to an agreement's outline, in words, as far as the reader was there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from agreements import outline_words
from agreements.outlines import OutlineKind
from agreements.tables.agreement import Agreement
from agreements.tables.outline import OutlineChange
from portal.authz import Actor
from portal.db import db


@dataclass(frozen=True, slots=True)
class OutlineAct:
    """What was done, by whom and when; by which suggestion, if by one."""

    told: str
    reason: str
    author: str
    at: datetime
    suggestion_id: UUID | None


def list_acts(
    actor: Actor, agreement: Agreement, kinds: Collection[OutlineKind]
) -> list[OutlineAct]:
    """Those of some kinds that were there for the actor's party to see, the last first."""
    found = db.session.scalars(
        select(OutlineChange)
        .where(OutlineChange.agreement_id == agreement.id, OutlineChange.kind.in_(kinds))
        .order_by(OutlineChange.changed_at.desc(), OutlineChange.id.desc())
    )
    return [
        OutlineAct(
            told=outline_words.outline(one.kind, one.name, one.before, one.after),
            reason=one.after if one.kind is OutlineKind.ROW_REMOVED else one.reason,
            author=f"{one.author_name}, "
            f"{agreement.party_name(one.organisation_id, one.changed_at)}",
            at=one.changed_at,
            suggestion_id=one.suggestion_id,
        )
        for one in found
        if was_there(actor, agreement, one.changed_at)
    ]


def was_there(actor: Actor, agreement: Agreement, at: datetime) -> bool:
    """Whether the actor's party read the agreement then: it writes it, or had been let in."""
    if actor.organisation_id in agreement.drafter_ids:
        return True
    since = agreement.let_in_at(actor.organisation_id)
    return since is not None and at > since
