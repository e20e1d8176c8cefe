"""What one's own organisation is to give by a decision, and has not begun to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.authz import Actor
from portal.db import db
from sip.door.opening import open_many
from sip.kernel.vocabulary import ActionStatus, Standing
from sip.people.queries import subject_names
from sip.plan.rules import is_unexecuted
from sip.tables.plan import Action


@dataclass(frozen=True, slots=True)
class Decided:
    """A measure that was decided and has not begun: of whose plan, when, and from when.

    It says nothing of what the measure is: that is read on the plan's page.
    """

    plan_id: UUID
    action_id: UUID
    subject: str
    decided_on: date | None
    starts_on: date | None
    is_old: bool
    """More than three months have gone since the decision."""


def decided_not_begun(actor: Actor, *, today: date) -> Sequence[Decided]:
    """Those in the actor's plans that go on, the oldest decision first."""
    opened = {key: one for key, one in open_many(actor, "plans").items() if _goes_on(one.standing)}
    names = subject_names(opened)
    found = select(Action).where(
        Action.plan_id.in_(opened),
        Action.organisation_id == actor.organisation_id,
        Action.is_decided,
        Action.status == ActionStatus.NOT_STARTED,
        Action.removed_at.is_(None),
    )
    rows = [
        Decided(
            plan_id=row.plan_id,
            action_id=row.id,
            subject=names.get(row.plan_id, ""),
            decided_on=row.decided_on,
            starts_on=row.starts_on,
            is_old=is_unexecuted(row.decided_on, today),
        )
        for row in db.session.scalars(found)
    ]
    return sorted(rows, key=lambda row: (row.decided_on or date.max, row.action_id))


def _goes_on(standing: Standing) -> bool:
    return standing is Standing.GOING
