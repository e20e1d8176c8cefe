"""Where a meeting is: sealed and kept apart, for it may tell where the person lives."""

from uuid import UUID

from sqlalchemy import select

from portal.db import db
from portal.ids import new_id
from portal.vault import Place
from sip.door.opening import OpenedPlan
from sip.kernel.vocabulary import Placing
from sip.tables.plan import PlanPlacing


def sees_place(opened: OpenedPlan) -> bool:
    """Whether the reader may see the place, and so may change it.

    With protected identity only those named to see protected data, and the person, may.
    """
    return opened.sees_protected or opened.is_owner or not opened.plan.is_protected


def get_place(opened: OpenedPlan, meeting_id: UUID) -> str:
    """The place of a meeting; "" when none is said, or when it is not the reader's to see."""
    row = _find(opened, meeting_id)
    return opened.key.open(row.text_sealed, _at(row.id)) if row is not None else ""


def set_place(opened: OpenedPlan, meeting_id: UUID, text: str) -> None:
    """Say where the meeting is: "" takes the place away."""
    row = _find(opened, meeting_id)
    if row is not None and not text:
        db.session.delete(row)
    elif row is not None:
        row.text_sealed = opened.key.seal(text, _at(row.id))
    elif text:
        _add(opened, meeting_id, text)
    db.session.flush()


def _find(opened: OpenedPlan, meeting_id: UUID) -> PlanPlacing | None:
    return db.session.scalar(
        select(PlanPlacing).where(
            PlanPlacing.plan_id == opened.plan_id,
            PlanPlacing.kind == Placing.MEETING_PLACE,
            PlanPlacing.subject_id == meeting_id,
        )
    )


def _add(opened: OpenedPlan, meeting_id: UUID, text: str) -> None:
    row_id = new_id()
    db.session.add(
        PlanPlacing(
            id=row_id,
            county_id=opened.county_id,
            plan_id=opened.plan_id,
            kind=Placing.MEETING_PLACE,
            subject_id=meeting_id,
            text_sealed=opened.key.seal(text, _at(row_id)),
        )
    )


def _at(row_id: UUID) -> Place:
    return Place("plan_placing", "text_sealed", row_id)
