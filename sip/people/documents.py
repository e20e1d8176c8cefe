"""What somebody's right to stand in for the person rests on: seen, copied, to be seen again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from sip.door.locking import hold
from sip.door.opening import OpenedPlan, Unlocked
from sip.kernel.vocabulary import Shown
from sip.people import rules
from sip.people.queries import PersonView
from sip.tables.people import DocumentCheck


@dataclass(frozen=True, slots=True)
class Seen:
    """That a document was seen: how, when, whether a copy was kept, and when it is seen again."""

    shown: Shown
    seen_on: date
    has_copy: bool
    check_again_on: date | None


@dataclass(frozen=True, slots=True)
class CheckView:
    """One time that a document was seen, and by whom that was noted."""

    person_id: UUID
    seen: Seen
    by: str

    def is_due(self, today: date) -> bool:
        """Whether it is time to see it again."""
        return self.seen.check_again_on is not None and self.seen.check_again_on <= today


def list_checks(unlocked: Unlocked, person_id: UUID) -> Sequence[CheckView]:
    """Each time that somebody's document was seen, the last first."""
    return _list(DocumentCheck.plan_id == unlocked.plan.id, DocumentCheck.person_id == person_id)


def last_checks(unlocked: Unlocked) -> Mapping[UUID, CheckView]:
    """The last time that each one's document was seen."""
    found = _list(DocumentCheck.plan_id == unlocked.plan.id)
    return {one.person_id: one for one in reversed(found)}


def _list(*wanted: ColumnElement[bool]) -> Sequence[CheckView]:
    order = DocumentCheck.recorded_at.desc(), DocumentCheck.id.desc()
    rows = db.session.scalars(select(DocumentCheck).where(*wanted).order_by(*order))
    return [
        CheckView(
            row.person_id,
            Seen(row.shown, row.seen_on, row.has_copy, row.check_again_on),
            row.recorded_by,
        )
        for row in rows
    ]


def note_seen(
    actor: Actor,
    opened: OpenedPlan,
    person: PersonView,
    seen: Seen,
    *,
    check_id: UUID,
    today: date,
    now: datetime,
) -> None:
    """Note that somebody's document was seen; the same `check_id` twice is one."""
    hold(opened.plan_id)
    rules.check_seen(seen.shown, person.capacity, seen.seen_on, seen.check_again_on, today=today)
    if db.session.get(DocumentCheck, check_id) is not None:
        return
    row = DocumentCheck(
        id=check_id,
        county_id=opened.county_id,
        plan_id=opened.plan_id,
        from_party=opened.party,
        person_id=person.id,
        shown=seen.shown,
        seen_on=seen.seen_on,
        has_copy=seen.has_copy,
        check_again_on=seen.check_again_on,
        recorded_by=actor.name,
        recorded_at=now,
    )
    db.session.add(row)
    audit.record(actor, "person.document_seen", row, stream=opened.plan_id)
    db.session.flush()
