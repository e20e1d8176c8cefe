"""The members of staff who take part: each organisation names its own."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.edits import check_as_seen
from portal.errors import NotFoundError
from portal.ids import new_id
from sip.content import changes
from sip.content.whereabouts import set_whereabouts, unit_of
from sip.door.locking import hold_open, hold_shared, hold_still
from sip.door.opening import OpenedPlan
from sip.kernel.refusals import SipRuleError
from sip.kernel.vocabulary import ActionStatus, MeetingStatus, Placing
from sip.plan.rules import CoordinationRefusal
from sip.tables import functions
from sip.tables.calling import Meeting
from sip.tables.functions import Caseworker
from sip.tables.plan import Action, FollowUp, Participant, Plan


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff of the actor's organisation; `unit` None: where they are known to work."""

    account_id: UUID
    name: str
    title: str
    unit: str | None = None


def list_colleagues(opened: OpenedPlan) -> Sequence[Caseworker]:
    """The caseworkers of the actor's organisation who can take part and do not yet, each once."""
    there = set(
        db.session.scalars(
            select(Participant.account_id).where(
                Participant.plan_id == opened.plan.id,
                Participant.organisation_id == opened.party,
                Participant.ended_at.is_(None),
            )
        )
    )
    found = functions.list_caseworkers(opened.plan_id)
    return list({one.account_id: one for one in found if one.account_id not in there}.values())


def list_caseworkers(actor: Actor) -> dict[UUID, str]:
    """The other caseworkers of the actor's organisation, by name and where they work."""
    return {
        one.account_id: ", ".join(filter(None, (one.name, one.unit)))
        for one in functions.list_caseworkers()
        if one.account_id != actor.account_id
    }


def stands_in(actor: Actor) -> Collection[UUID]:
    """The plans in which the actor takes part in a colleague's place alone."""
    found = select(Participant.plan_id).where(
        Participant.account_id == actor.account_id,
        Participant.organisation_id == actor.organisation_id,
        Participant.ended_at.is_(None),
        Participant.until_on.is_not(None),
    )
    return frozenset(db.session.scalars(found))


def get_participant(plan: Plan, participant_id: UUID) -> Participant:
    """Somebody who takes part now, for whichever organisation; raises NotFoundError."""
    statement = select(Participant).where(
        Participant.plan_id == plan.id,
        Participant.id == participant_id,
        Participant.ended_at.is_(None),
    )
    found = db.session.scalar(statement)
    if found is None:
        raise NotFoundError
    return found


def add_participant(
    actor: Actor, opened: OpenedPlan, colleague: Colleague, *, now: datetime
) -> Participant:
    """Name a member of the actor's organisation as one who takes part."""
    plan = opened.plan
    participant = Participant(
        id=new_id(),
        county_id=plan.county_id,
        plan_id=plan.id,
        organisation_id=actor.organisation_id,
        account_id=colleague.account_id,
        name=colleague.name,
        title=colleague.title,
        sees_protected=False,
        joined_at=now,
    )
    db.session.add(participant)
    db.session.flush()
    unit = _unit_of(colleague.account_id) if colleague.unit is None else colleague.unit
    set_whereabouts(opened, Placing.PARTICIPANT_UNIT, participant.id, unit)
    audit.record(actor, "plan.participant_added", participant, stream=plan.id)
    return participant


def _unit_of(account_id: UUID) -> str:
    units = (one.unit for one in functions.list_caseworkers() if one.account_id == account_id)
    return next(units, None) or ""


def take_along(
    actor: Actor, opened: OpenedPlan, account_id: UUID, *, title: str, now: datetime
) -> None:
    """Let a colleague take part. Named twice is named once."""
    hold_open(opened)
    colleague = next((one for one in list_colleagues(opened) if one.account_id == account_id), None)
    if colleague is None:
        return
    named = Colleague(account_id, colleague.name, title, colleague.unit or "")
    add_participant(actor, opened, named, now=now)
    changes.touch(opened.plan, now)
    db.session.flush()


def set_unit(
    actor: Actor,
    opened: OpenedPlan,
    participant_id: UUID,
    *,
    unit: str,
    category: str,
    seen: str,
    now: datetime,
) -> None:
    """Say at which unit somebody of one's own organisation works, and whoever sees that.

    Without a category nobody else sees it, but the person. Raises StaleError when it was changed
    since the form was opened (`seen`: portal.edits).
    """
    hold_shared(opened)
    participant = get_participant(opened.plan, participant_id)
    if participant.organisation_id != opened.party:
        raise NotFoundError
    there, wanted = unit_as_texts(opened, participant_id), {"unit": unit, "category": category}
    if there == wanted:
        return
    check_as_seen(seen, there, wanted)
    kind = Placing.PARTICIPANT_UNIT
    set_whereabouts(opened, kind, participant_id, unit, category or None)
    audit.record(actor, "plan.unit_set", participant, stream=opened.plan_id, category=category)
    changes.touch(opened.plan, now)
    db.session.flush()


def unit_as_texts(opened: OpenedPlan, participant_id: UUID) -> dict[str, str]:
    """At which unit somebody works and what shows it, by the names of the form's fields."""
    unit, category = unit_of(opened, participant_id)
    return {"unit": unit, "category": category}


def list_successors(opened: OpenedPlan, leaving_id: UUID) -> Sequence[Participant]:
    """Those of the same organisation who may take over from somebody who leaves the plan."""
    able = [one.account_id for one in functions.list_caseworkers(opened.plan_id)]
    statement = (
        select(Participant)
        .where(
            Participant.plan_id == opened.plan.id,
            Participant.organisation_id == opened.party,
            Participant.ended_at.is_(None),
            Participant.account_id.in_(able),
            Participant.id != leaving_id,
        )
        .order_by(Participant.name, Participant.id)
    )
    return db.session.scalars(statement).all()


@dataclass(frozen=True, slots=True)
class Carried:
    """What a participant is to do in the plan, which somebody has to take over when they leave."""

    coordinates: bool
    meetings: int
    follow_ups: int
    actions: int

    @property
    def is_something(self) -> bool:
        """Whether there is any of it."""
        return self.coordinates or bool(self.meetings + self.follow_ups + self.actions)


def carried_by(opened: OpenedPlan, participant_id: UUID, now: datetime) -> Carried:
    """What waits on a participant."""
    plan = opened.plan

    def count(*conditions: ColumnElement[bool]) -> int:
        return db.session.scalar(select(func.count()).where(*conditions)) or 0

    return Carried(
        coordinates=plan.coordinator_id == participant_id,
        meetings=count(
            Meeting.plan_id == plan.id,
            Meeting.chair_id == participant_id,
            Meeting.status == MeetingStatus.PLANNED,
            Meeting.ends_at > now,
        ),
        follow_ups=count(
            FollowUp.plan_id == plan.id,
            FollowUp.holder_id == participant_id,
            FollowUp.held_on.is_(None),
        ),
        actions=count(
            Action.plan_id == plan.id,
            Action.responsible_id == participant_id,
            Action.removed_at.is_(None),
            Action.status.not_in((ActionStatus.DONE, ActionStatus.STOPPED)),
        ),
    )


def end_participant(
    actor: Actor,
    opened: OpenedPlan,
    participant_id: UUID,
    *,
    successor_id: UUID | None,
    now: datetime,
) -> None:
    """Let somebody of one's own organisation leave the plan; it always keeps a handler.

    What waits on them is the successor's from now on, and those in the plan are told.
    """
    plan = opened.plan
    hold_still(opened)
    row = db.session.scalar(
        select(Participant).where(
            Participant.plan_id == plan.id,
            Participant.id == participant_id,
            Participant.organisation_id == opened.party,
            Participant.ended_at.is_(None),
        )
    )
    if row is None:
        raise NotFoundError
    colleagues = {one.id for one in list_successors(opened, participant_id)}
    if opened.is_handler and not colleagues:
        raise SipRuleError(CoordinationRefusal.LAST_HANDLER)
    if not functions.may_end(row.id):
        raise SipRuleError(CoordinationRefusal.NOT_YOURS_TO_END)
    if carried_by(opened, participant_id, now).is_something:
        if successor_id not in colleagues:
            raise SipRuleError(CoordinationRefusal.SUCCESSOR_NEEDED, field="successor")
        functions.pass_on_part(row.id, successor_id)
        passed = str(successor_id)
        audit.record(actor, "plan.handed_over", row, stream=plan.id, successor=passed)
    audit.record(actor, "plan.participant_ended", row, stream=plan.id)
    db.session.flush()  # while the actor still has a part in it
    row.ended_at = now
    db.session.flush()
