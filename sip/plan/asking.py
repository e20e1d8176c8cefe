"""What has been asked about, and what came of it: kept by those who asked."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.errors import NotFoundError
from portal.vault import Place
from sip.content import changes
from sip.door.locking import hold_open
from sip.door.opening import OpenedPlan
from sip.kernel.vocabulary import AskedAbout, Tool
from sip.plan.rules import check_asked
from sip.tables.plan import Asked


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked about, by whom, when, and what came of it."""

    kind: AskedAbout
    tool: Tool | None
    asked_on: date
    asked_by: str
    said: str


def note_asked(
    actor: Actor,
    opened: OpenedPlan,
    asked: Question,
    *,
    asked_id: UUID,
    today: date,
    now: datetime,
) -> None:
    """Keep that it was asked; the same `asked_id` twice is one.

    The log does not say what it was about. That violence was asked about does not show on the plan
    either, not even as the day that it was last changed.
    """
    hold_open(opened)
    check_asked(asked.kind, asked.tool, asked.said, asked_on=asked.asked_on, today=today)
    if db.session.get(Asked, asked_id) is not None:
        return
    plan = opened.plan
    place = Place("asked", "said_sealed", asked_id)
    row = Asked(
        id=asked_id,
        county_id=plan.county_id,
        plan_id=plan.id,
        from_party=opened.party,
        kind=asked.kind,
        tool=asked.tool,
        asked_on=asked.asked_on,
        asked_by=asked.asked_by,
        said_sealed=opened.key.seal(asked.said, place) if asked.said else None,
        recorded_by=actor.name,
        recorded_at=now,
    )
    db.session.add(row)
    if asked.kind is not AskedAbout.VIOLENCE:
        changes.touch(plan, now)
    audit.record(actor, "plan.asked", row, stream=plan.id)
    db.session.flush()


def settle(actor: Actor, opened: OpenedPlan, asked_id: UUID, *, now: datetime) -> None:
    """Say that a need of a god man has been reported."""
    hold_open(opened)
    row = db.session.get(Asked, asked_id, populate_existing=True)
    if row is None or row.plan_id != opened.plan_id or row.kind is not AskedAbout.GOD_MAN:
        raise NotFoundError
    if row.settled_at is not None:
        return
    row.settled_at, row.settled_by = now, actor.name
    audit.record(actor, "plan.god_man_reported", row, stream=row.plan_id)
    db.session.flush()
