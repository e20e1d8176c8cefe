"""Who does what until when: writing the plan's actions, and reporting how they go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from portal.authz import Actor
from portal.db import db
from portal.edits import Edit, settle
from portal.errors import Difference, NotFoundError, StaleError, check_all
from portal.tenancy.models import Organisation
from sip.agreement_link import AgreedMeasure, find_measure, keys_of
from sip.content import changes
from sip.content.audience import check_category_as_seen, check_sees_goal
from sip.content.whereabouts import set_whereabouts, whereabouts_of
from sip.door.locking import hold_shared
from sip.door.opening import OpenedPlan
from sip.kernel.days import day_of
from sip.kernel.refusals import SipRuleError
from sip.kernel.vocabulary import PRINCIPALS, ActionKind, ActionStatus, PersonKind, Placing
from sip.plan.participants import get_participant
from sip.tables.people import PlanPerson
from sip.tables.plan import Action, Goal
from sip.writing.linking import DeviationReport, report_if_deviating
from sip.writing.rows import find_row, get_row, next_position, was_removed
from sip.writing.rules import (
    WritingRefusal,
    check_as_read,
    check_decided,
    check_due,
    check_reason,
)

SAID_FIRST = ("title", "who", "due_on", "decided_on", "decided_by", "starts_on")
"""The fields of a new action that its history tells, where they are filled in."""


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does it: a participant, an organisation that has named nobody yet, or a private person.

    As text: "participant:<id>", "organisation:<id>", "person:<id>".
    """

    kind: ActionKind
    organisation_id: UUID | None
    responsible_id: UUID | None
    person_id: UUID | None

    @property
    def party(self) -> UUID | None:
        """The organisation or private person that has to see what it is for."""
        return self.organisation_id or self.person_id


def find_doer(opened: OpenedPlan, who: str) -> Doer:
    """The doer that a form named; raises SipRuleError without one."""
    kind, _, written = who.partition(":")
    if not written:
        raise SipRuleError(WritingRefusal.WHO_DOES_IT, field="who")
    row_id = UUID(written)
    if kind == "person":
        return _person(opened, row_id)
    if kind == "participant":
        participant = get_participant(opened.plan, row_id)
        return _organisation(participant.organisation_id, participant.id)
    return _organisation(row_id, None)


def _person(opened: OpenedPlan, person_id: UUID) -> Doer:
    statement = select(PlanPerson.kind).where(
        PlanPerson.plan_id == opened.plan.id, PlanPerson.id == person_id
    )
    found = db.session.scalar(statement)
    if found is None:
        raise NotFoundError
    is_subject = found is PersonKind.SUBJECT
    kind = ActionKind.OWN_ACTION if is_subject else ActionKind.OTHER_ACTION
    return Doer(kind, None, None, person_id)


def _organisation(organisation_id: UUID, responsible_id: UUID | None) -> Doer:
    organisation = db.session.get(Organisation, organisation_id)
    if organisation is None:
        raise NotFoundError
    is_principal = organisation.kind in PRINCIPALS
    kind = ActionKind.ACTION if is_principal else ActionKind.OTHER_ACTION
    return Doer(kind, organisation_id, responsible_id, None)


def action_as_texts(opened: OpenedPlan, row: Action) -> dict[str, str]:
    """An action's fields as texts."""
    return {
        "title": changes.unseal(opened.key, row, "title_sealed"),
        "who": _who(row),
        "unit": whereabouts_of(opened, Placing.ACTION_UNIT, row.id),
        "measure": measure_key(row),
        "reason": changes.unseal(opened.key, row, "reason_sealed") if row.reason_sealed else "",
        "due_on": row.due_on.isoformat() if row.due_on else "",
        "is_decided": "yes" if row.is_decided else "",
        "decided_on": row.decided_on.isoformat() if row.decided_on else "",
        "decided_by": changes.unseal(opened.key, row, "decider_sealed")
        if row.decider_sealed
        else "",
        "starts_on": row.starts_on.isoformat() if row.starts_on else "",
        "status": row.status.value,
        "category": row.category,
    }


def measure_key(row: Action) -> str:
    """The key of the measure that an action names (sip.agreement_link); "" without one."""
    if row.row_key is None:
        return ""
    chosen = (row.agreement_id, row.row_key)
    return keys_of([chosen])[chosen]


def action_was(opened: OpenedPlan, action_id: UUID) -> dict[str, str]:
    """An action's fields as they are now; none before it is written."""
    row = find_row(opened, Action, action_id)
    return action_as_texts(opened, row) if row is not None else {}


def _who(row: Action) -> str:
    if row.responsible_id:
        return f"participant:{row.responsible_id}"
    if row.person_id:
        return f"person:{row.person_id}"
    return f"organisation:{row.organisation_id}"


@dataclass(frozen=True, slots=True)
class Where:
    """Where an action belongs: its goal, its own id, and in whose name it is written."""

    goal_id: UUID
    action_id: UUID
    party: UUID


def write_action(
    actor: Actor,
    opened: OpenedPlan,
    edit: Edit,
    where: Where,
    *,
    now: datetime,
    today: date,
    report: DeviationReport | None = None,
) -> None:
    """Write an action's fields (`action_as_texts`); the same `action_id` twice is one action.

    With `report`, that somebody else does it than was agreed is reported too, if it is so.
    """
    hold_shared(opened)
    row = find_row(opened, Action, where.action_id)
    if row is None:
        row = _add_action(actor, opened, edit.values, where, now, today)
    else:
        _change_action(actor, opened, row, edit, now, today)
    if report is not None:
        report_if_deviating(actor, opened, row, report, now=now, today=today)


def _change_action(
    actor: Actor, opened: OpenedPlan, row: Action, edit: Edit, now: datetime, today: date
) -> None:
    changes.check_may_change(opened, row)
    goal = get_row(opened, Goal, row.goal_id)
    current = action_as_texts(opened, row)
    wanted = settle(current, edit, changed_by=row.changed_by)
    check_category_as_seen(current, edit, wanted, changed_by=row.changed_by)
    if wanted:
        checked = _check(opened, goal, current | dict(wanted), today)
        _write(actor, opened, row, wanted, checked, now)


@dataclass(frozen=True, slots=True)
class _Checked:
    """What the form's texts mean, once the rules have let them through."""

    doer: Doer
    measure: AgreedMeasure | None
    due_on: date | None
    decided_on: date | None
    starts_on: date | None


def _check(opened: OpenedPlan, goal: Goal, values: Mapping[str, str], today: date) -> _Checked:
    plan = opened.plan
    doer = find_doer(opened, values["who"])
    check_sees_goal(opened, goal, doer.party)
    due_on = _day(values["due_on"])
    decided_on, starts_on = _day(values["decided_on"]), _day(values["starts_on"])
    key, reason = values["measure"], values["reason"]
    measure = find_measure(plan.municipality_id, key, today) if key else None
    is_as_agreed = measure is None or measure.is_as_agreed(doer.organisation_id)
    check_all(
        lambda: check_decided(
            decided_on,
            is_decided=bool(values["is_decided"]),
            tells_who=bool(values["decided_by"]),
            today=today,
        ),
        lambda: check_due(due_on, started_on=day_of(plan.created_at), ends_on=plan.ends_on),
        lambda: check_reason(reason, is_as_agreed=is_as_agreed),
    )
    return _Checked(doer, measure, due_on, decided_on, starts_on)


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


def _add_action(
    actor: Actor,
    opened: OpenedPlan,
    values: Mapping[str, str],
    where: Where,
    now: datetime,
    today: date,
) -> Action:
    checked = _check(opened, get_row(opened, Goal, where.goal_id), values, today)
    plan = opened.plan
    row = Action(
        id=where.action_id,
        county_id=plan.county_id,
        plan_id=plan.id,
        goal_id=where.goal_id,
        position=next_position(Action, Action.goal_id == where.goal_id),
        from_party=where.party,
        category=values["category"],
    )
    said = {field: (None, values[field]) for field in SAID_FIRST if values[field]}
    changes.write(
        actor, opened, row, said, lambda: _put(opened, row, values, values, checked), now=now
    )
    set_whereabouts(opened, Placing.ACTION_UNIT, row.id, values["unit"])
    return row


def _put(
    opened: OpenedPlan,
    row: Action,
    wanted: Mapping[str, str],
    values: Mapping[str, str],
    checked: _Checked,
) -> None:
    """Set a row's columns to `values`, of which `wanted` are other than before."""
    if "title" in wanted:
        row.title_sealed = changes.seal(opened.key, row, "title_sealed", values["title"])
    if reason := wanted.get("reason"):
        row.reason_sealed = changes.seal(opened.key, row, "reason_sealed", reason)
    elif "reason" in wanted:
        row.reason_sealed = None
    row.kind = checked.doer.kind
    row.organisation_id = checked.doer.organisation_id
    row.responsible_id = checked.doer.responsible_id
    row.person_id = checked.doer.person_id
    # one that no agreement in force has any more stays as it was chosen
    if checked.measure is not None or not values["measure"]:
        row.row_key = checked.measure.row_key if checked.measure else None
        row.agreement_id = checked.measure.agreement_id if checked.measure else None
    row.due_on = checked.due_on
    row.is_decided = bool(values["is_decided"])
    row.decided_on, row.starts_on = checked.decided_on, checked.starts_on
    if decider := wanted.get("decided_by"):
        row.decider_sealed = changes.seal(opened.key, row, "decider_sealed", decider)
    elif "decided_by" in wanted:
        row.decider_sealed = None
    row.status = ActionStatus(values["status"] or ActionStatus.NOT_STARTED)
    row.category = values["category"]


def _write(
    actor: Actor,
    opened: OpenedPlan,
    row: Action,
    wanted: Mapping[str, str],
    checked: _Checked,
    now: datetime,
) -> None:
    before = action_as_texts(opened, row)
    values = before | dict(wanted)
    said = {name: (before[name], value) for name, value in wanted.items()}
    changes.write(
        actor, opened, row, said, lambda: _put(opened, row, wanted, values, checked), now=now
    )
    if "unit" in wanted:
        set_whereabouts(opened, Placing.ACTION_UNIT, row.id, wanted["unit"])


def set_status(
    actor: Actor,
    opened: OpenedPlan,
    action_id: UUID,
    status: ActionStatus,
    *,
    seen: str,
    now: datetime,
) -> None:
    """Say how an action goes: by its writer, and by the one who does it.

    Raises StaleError when somebody has said otherwise since the form was opened, which was when it
    stood as `seen`.
    """
    hold_shared(opened)
    row = get_row(opened, Action, action_id)
    if opened.party not in {row.organisation_id, row.person_id}:
        changes.check_may_change(opened, row)

    if row.status.value not in {seen, status.value}:
        met = Difference("status", status.value, row.status.value, row.changed_by)
        raise StaleError((met,))
    said = {"status": (row.status.value, status.value)}

    def put() -> None:
        row.status = status

    changes.write(actor, opened, row, said, put, now=now)


def remove_action(
    actor: Actor, opened: OpenedPlan, action_id: UUID, *, version: int, now: datetime
) -> None:
    """Take an action out, as it was read (`version`). Its history stays."""
    hold_shared(opened)
    if was_removed(opened, action_id):
        return  # by the same form, sent twice
    row = get_row(opened, Action, action_id)
    changes.check_may_change(opened, row)
    check_as_read(version, row.version)
    before = changes.unseal(opened.key, row, "title_sealed")
    changes.remove(actor, opened, row, {"title": (before, None)}, now=now)
