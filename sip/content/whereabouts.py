"""Whatever can give away where the person is, kept by itself: an address, a unit, a meeting place.

Protected identity hides it from everybody but the person and the participants chosen to see it:
also from guardians and proxies, since one of them may be who is not to know.
"""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from sqlalchemy import select

from portal.db import db
from portal.ids import new_id
from portal.vault import Place
from sip.door.opening import OpenedPlan, Unlocked
from sip.kernel.vocabulary import Placing
from sip.tables.plan import PlanPlacing


def set_whereabouts(
    unlocked: Unlocked, kind: Placing, subject_id: UUID, text: str, category: str | None = None
) -> None:
    """Keep where a person, participant, action or meeting is; empty text takes it away.

    `category` is what a participant's unit tells of: whoever shares it sees the unit, and without
    one nobody beyond its own organisation does, and the person.
    """
    plan = unlocked.plan
    row = _find(unlocked, kind, subject_id)
    if not text:
        if row is not None:
            db.session.delete(row)
            db.session.flush()
        return
    if row is None:
        row = PlanPlacing(
            id=new_id(),
            county_id=plan.county_id,
            plan_id=plan.id,
            kind=kind,
            subject_id=subject_id,
            text_sealed=b"",
        )
        db.session.add(row)
    row.text_sealed = unlocked.key.seal(text, _place(row))
    if kind is Placing.PARTICIPANT_UNIT:
        row.category = category
    db.session.flush()


def unit_of(unlocked: Unlocked, participant_id: UUID) -> tuple[str, str]:
    """A participant's unit and the category that it is shown with; "" for none."""
    row = _find(unlocked, Placing.PARTICIPANT_UNIT, participant_id)
    if row is None:
        return "", ""
    return unlocked.key.open(row.text_sealed, _place(row)), row.category or ""


def whereabouts_of(unlocked: Unlocked, kind: Placing, subject_id: UUID) -> str:
    """Where `subject_id` is; empty when nothing is kept or it may not be seen."""
    row = _find(unlocked, kind, subject_id)
    return unlocked.key.open(row.text_sealed, _place(row)) if row is not None else ""


def list_whereabouts(
    unlocked: Unlocked, kind: Placing, subjects: Collection[UUID]
) -> Mapping[UUID, str]:
    """Where each of `subjects` is, as far as it is kept and may be seen."""
    return {
        row.subject_id: unlocked.key.open(row.text_sealed, _place(row))
        for row in _placings(unlocked, kind, subjects)
    }


def _placings(
    unlocked: Unlocked, kind: Placing, subjects: Collection[UUID]
) -> Iterable[PlanPlacing]:
    """Their rows: those that came with the plan, or asked for."""
    if isinstance(unlocked, OpenedPlan) and unlocked.rows is not None:
        rows = unlocked.rows.placings
        return (row for row in rows if row.kind is kind and row.subject_id in subjects)
    statement = select(PlanPlacing).where(
        PlanPlacing.plan_id == unlocked.plan.id,
        PlanPlacing.kind == kind,
        PlanPlacing.subject_id.in_(subjects),
    )
    return db.session.scalars(statement)


def _find(unlocked: Unlocked, kind: Placing, subject_id: UUID) -> PlanPlacing | None:
    statement = select(PlanPlacing).where(
        PlanPlacing.plan_id == unlocked.plan.id,
        PlanPlacing.kind == kind,
        PlanPlacing.subject_id == subject_id,
    )
    return db.session.scalar(statement)


def _place(row: PlanPlacing) -> Place:
    return Place("plan_placing", "text_sealed", row.id)
