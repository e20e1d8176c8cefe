"""The rows that a plan's content is made of, as row-level security lets them through."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Select, Text, Uuid, bindparam, func, select

from portal.db import db
from portal.tenancy.models import Organisation
from sip.archive.models import PlanCopy
from sip.calling.models import Meeting
from sip.people.models import PlanPerson
from sip.plans.models import (
    Action,
    Change,
    FollowUp,
    Goal,
    Participant,
    Plan,
    PlanApproval,
    PlanPlacing,
    PlanText,
    PlanVersion,
)
from sip.rules import MeetingStatus
from sip.settings import sip_settings

Row = Any
"""A row of one of the statements below: named columns, typed by their tables."""

_PLAN = bindparam("plan_id", type_=Uuid)
_HELD = ("from_party", "category", "version", "changed_by", "changed_at")


def _of(table: Any, *names: str) -> Select[Any]:  # noqa: ANN401 (a mapped class)
    columns = [getattr(table, name) for name in ("id", *names)]
    return select(*columns).where(table.plan_id == _PLAN)


# Put together once: to do so for each request takes longer than the database's answer.
STATEMENTS: Mapping[str, Select[Any]] = {
    "texts": _of(PlanText, "kind", "text_sealed", *_HELD)
    .where(PlanText.removed_at.is_(None))
    .order_by(PlanText.id),
    "goals": _of(Goal, "position", "stated_by", "title_sealed", "measure_sealed", "status", *_HELD)
    .where(Goal.removed_at.is_(None))
    .order_by(Goal.position, Goal.id),
    "actions": _of(
        Action,
        *("goal_id", "position", "kind", "organisation_id", "responsible_id", "person_id"),
        *("title_sealed", "row_key", "agreement_id", "reason_sealed", "due_on", "is_decided"),
        *("status", *_HELD),
    )
    .where(Action.removed_at.is_(None))
    .order_by(Action.position, Action.id),
    "participants": _of(
        Participant, "organisation_id", "account_id", "name", "title", "joined_at", "ended_at"
    ).order_by(Participant.joined_at, Participant.id),
    "people": _of(PlanPerson, "kind", "name_sealed", "relation_sealed", "ended_at").order_by(
        PlanPerson.recorded_at, PlanPerson.id
    ),
    "placings": _of(PlanPlacing, "kind", "subject_id", "text_sealed"),
    "follow_ups": _of(FollowUp, "due_on", "holder_id", "agreed_at", "held_on").order_by(
        FollowUp.due_on, FollowUp.id
    ),
    "meetings": _of(Meeting, "purpose", "starts_at", "ends_at", "is_remote", "chair_id")
    .where(Meeting.status == MeetingStatus.PLANNED)
    .order_by(Meeting.starts_at, Meeting.id),
    "versions": _of(PlanVersion, "number", "upto_seq", "made_at", "made_by").order_by(
        PlanVersion.number
    ),
    "approvals": _of(
        PlanApproval,
        *("number", "person_id", "organisation_id", "answer", "how", "comment_sealed"),
        *("recorded_by", "at"),
    ).order_by(PlanApproval.at, PlanApproval.id),
    "copies": _of(PlanCopy, "organisation_id", "form", "made_at", "made_by").order_by(
        PlanCopy.made_at, PlanCopy.id
    ),
}
_ORGANISATIONS = select(Organisation.id, Organisation.name).where(
    Organisation.id.in_(bindparam("ids", expanding=True))
)
_LAST_CHANGE = select(func.coalesce(func.max(Change.seq), 0)).where(Change.plan_id == _PLAN)
_DISCLOSURES = select(func.app.my_disclosures(type_=ARRAY(Text)))


@dataclass(frozen=True, slots=True)
class PlanRows:
    """Everything of one plan that its reader may see."""

    texts: Sequence[Row]
    goals: Sequence[Row]
    actions: Sequence[Row]
    participants: Sequence[Row]
    people: Sequence[Row]
    placings: Sequence[Row]
    follow_ups: Sequence[Row]
    meetings: Sequence[Row]
    versions: Sequence[Row]
    approvals: Sequence[Row]
    copies: Sequence[Row]
    organisations: Sequence[Row]
    last_change: int


def load(plan: Plan) -> PlanRows:
    """Read the rows of a plan that has been opened."""
    asked = {"plan_id": plan.id}
    found = {
        name: db.session.execute(statement, asked).all() for name, statement in STATEMENTS.items()
    }
    parties = {row.from_party for name in ("texts", "goals", "actions") for row in found[name]}
    parties |= {plan.lead_principal_id, plan.initiator_id} | {
        row.organisation_id
        for name in ("actions", "participants", "approvals", "copies")
        for row in found[name]
    }
    return PlanRows(
        **found,
        organisations=_organisations(parties),
        last_change=last_change(plan.id),
    )


def last_change(plan_id: UUID) -> int:
    """The number of the last change in sight; 0 without any."""
    return int(db.session.execute(_LAST_CHANGE, {"plan_id": plan_id}).scalar_one())


def _organisations(parties: Collection[UUID | None]) -> Sequence[Row]:
    return db.session.execute(_ORGANISATIONS, {"ids": [one for one in parties if one]}).all()


def withheld(plan_id: UUID, sources: Collection[UUID]) -> frozenset[UUID]:
    """Which of `sources` have a category that the reader may not see."""
    if not sources:
        return frozenset()
    seen = set(db.session.execute(_DISCLOSURES).scalar_one() or ())
    categories = [category.key for category in sip_settings().categories]
    return frozenset(
        source
        for source in sources
        if any(f"{plan_id}:{source}:{category}" not in seen for category in categories)
    )
