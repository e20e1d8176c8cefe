"""What holds the plan together: who leads, when it ends, its follow-ups, and how it is closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from portal.audit import service as audit
from portal.authz import Actor, OrganisationKind
from portal.clock import STOCKHOLM
from portal.db import db
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.tenancy.models import Organisation
from sip.content import changes
from sip.content.edits import Edit, settle
from sip.door.locking import hold_open, hold_shared
from sip.door.opened import Opened
from sip.kernel.refusals import SipRefusal, SipRuleError
from sip.kernel.vocabulary import Phase
from sip.plan import service
from sip.plan.rules import check_end, check_follow_up, check_held
from sip.tables.plan import Action, ClosingSurvey, FollowUp, Participant, Plan

PRINCIPALS = (OrganisationKind.MUNICIPALITY, OrganisationKind.REGION)


def basics(plan: Plan) -> dict[str, str]:
    """The plan's own fields as texts."""
    return {
        "lead_principal": str(plan.lead_principal_id or ""),
        "coordinator": str(plan.coordinator_id or ""),
        "ends_on": plan.ends_on.isoformat() if plan.ends_on else "",
    }


def set_basics(actor: Actor, opened: Opened, edit: Edit, *, today: date, now: datetime) -> None:
    """Say which principal leads, who holds the plan together, and when it ends."""
    plan = opened.plan
    hold_open(opened)
    wanted = settle(basics(plan), edit, changed_by="")
    if not wanted:
        return
    _set(plan, wanted, today)
    plan.version += 1
    changes.touch(plan, now)
    audit.record(
        actor, "plan.basics_changed", plan, stream=plan.id, fields=",".join(sorted(wanted))
    )
    db.session.flush()


def _set(plan: Plan, wanted: Mapping[str, str], today: date) -> None:
    if "lead_principal" in wanted:
        plan.lead_principal_id = _principal(wanted["lead_principal"])
    if "coordinator" in wanted:
        plan.coordinator_id = _participant(plan, wanted["coordinator"])
    if "ends_on" in wanted:
        ends_on = date.fromisoformat(wanted["ends_on"]) if wanted["ends_on"] else None
        check_end(ends_on, today=today, latest=_last_planned(plan))
        plan.ends_on = ends_on


def _principal(written: str) -> UUID | None:
    if not written:
        return None
    organisation = db.session.get(Organisation, UUID(written))
    if organisation is None or organisation.kind not in PRINCIPALS:
        raise SipRuleError(SipRefusal.LEAD_IS_NO_PRINCIPAL, field="lead_principal")
    return organisation.id


def _participant(plan: Plan, written: str) -> UUID | None:
    if not written:
        return None
    statement = select(Participant.id).where(
        Participant.plan_id == plan.id,
        Participant.id == UUID(written),
        Participant.ended_at.is_(None),
    )
    found = db.session.scalar(statement)
    if found is None:
        raise NotFoundError
    return found


def _last_planned(plan: Plan) -> date | None:
    due = select(func.max(Action.due_on)).where(
        Action.plan_id == plan.id, Action.removed_at.is_(None)
    )
    follow_up = select(func.max(FollowUp.due_on)).where(
        FollowUp.plan_id == plan.id, FollowUp.held_on.is_(None)
    )
    days = [db.session.scalar(due), db.session.scalar(follow_up)]
    return max((day for day in days if day), default=None)


def find_follow_up(plan: Plan) -> FollowUp | None:
    """The next follow-up that has not been held."""
    statement = (
        select(FollowUp)
        .where(FollowUp.plan_id == plan.id, FollowUp.held_on.is_(None))
        .order_by(FollowUp.due_on, FollowUp.id)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement).first()


def agree_follow_up(
    actor: Actor,
    opened: Opened,
    *,
    due_on: date,
    holder: UUID,
    base: tuple[str, str],
    today: date,
    now: datetime,
) -> FollowUp:
    """Agree when the plan is followed up next, and who holds it.

    `base` is the day and the holder that the form showed; another agreement in between raises
    StaleError.
    """
    plan = opened.plan
    hold_shared(opened)
    check_follow_up(due_on, today=today, ends_on=plan.ends_on)
    holder_id = _participant(plan, str(holder))
    row = find_follow_up(plan)
    current = follow_up_fields(row)
    edit = Edit(
        values={"due_on": due_on.isoformat(), "holder": str(holder)},
        base=dict(zip(("due_on", "holder"), base, strict=True)),
    )
    settle(current, edit, changed_by="")
    if row is None:
        row = FollowUp(
            id=new_id(), county_id=plan.county_id, plan_id=plan.id, agreed_at=now, due_on=due_on
        )
        db.session.add(row)
    row.due_on, row.holder_id = due_on, holder_id or holder
    changes.touch(plan, now)
    audit.record(actor, "plan.follow_up_agreed", row, stream=plan.id, due_on=due_on.isoformat())
    db.session.flush()
    return row


def follow_up_fields(row: FollowUp | None) -> dict[str, str]:
    """A follow-up's fields as texts."""
    if row is None:
        return {"due_on": "", "holder": ""}
    return {"due_on": row.due_on.isoformat(), "holder": str(row.holder_id)}


def hold_follow_up(
    actor: Actor, opened: Opened, *, held_on: date, today: date, now: datetime
) -> None:
    """Note that the follow-up was held."""
    plan = opened.plan
    hold_shared(opened)
    row = find_follow_up(plan)
    if row is None:
        raise NotFoundError
    agreed_on = row.agreed_at.astimezone(STOCKHOLM).date()
    check_held(held_on, agreed_on=agreed_on, today=today)
    row.held_on = held_on
    changes.touch(plan, now)
    audit.record(actor, "plan.followed_up", row, stream=plan.id, on_time=held_on <= row.due_on)
    db.session.flush()


@dataclass(frozen=True, slots=True)
class Scores:
    """What the person thought, one to five."""

    information: int
    participation: int
    cooperation: int
    meaning: int


def survey(
    actor: Actor, opened: Opened, scores: Scores, *, how: str, now: datetime
) -> ClosingSurvey:
    """Keep what the person thought: answered once, by the person or recorded by staff."""
    plan = opened.plan
    hold_open(opened)
    there = db.session.scalar(select(ClosingSurvey).where(ClosingSurvey.plan_id == plan.id))
    if there is not None:
        return there
    row = ClosingSurvey(
        id=new_id(),
        county_id=plan.county_id,
        plan_id=plan.id,
        information=scores.information,
        participation=scores.participation,
        cooperation=scores.cooperation,
        meaning=scores.meaning,
        how=how,
        at=now,
    )
    db.session.add(row)
    audit.record(actor, "plan.survey_answered", row, stream=plan.id, how=how)
    db.session.flush()
    return row


def has_survey(plan: Plan) -> bool:
    """Whether the person has said what they thought."""
    statement = select(ClosingSurvey.id).where(ClosingSurvey.plan_id == plan.id)
    return db.session.scalar(statement) is not None


def close(actor: Actor, opened: Opened, *, scores: Scores | None, how: str, now: datetime) -> None:
    """Close the plan, with what the person thought if they have said it."""
    if scores is not None:
        survey(actor, opened, scores, how=how, now=now)
    service.move(actor, opened, Phase.CLOSED, now=now)
