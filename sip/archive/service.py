"""Copies of a plan: make one, list those made, fetch an own one; and the person's own download."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from portal.audit.service import record
from portal.authz import Actor
from portal.db import db, narrow_to
from portal.errors import NotFoundError
from portal.transaction import transaction
from portal.vault import DataKey, Place, vault
from sip.archive.document import document_of, tells_of_unit
from sip.archive.files import File, bytes_of, copy_of, own_file_of
from sip.content.unsealing import load_content
from sip.door.locking import hold_still
from sip.door.opening import OpenedPlan, opening_own
from sip.kernel.vocabulary import CopyForm
from sip.people.queries import subject_number
from sip.plan.closing import closed_as
from sip.tables import functions
from sip.tables.archive import PlanCopy, RetentionClock


@dataclass(frozen=True, slots=True)
class CopyLine:
    """A copy that somebody made. An own one can be fetched while it is kept.

    With protected identity, one that names a unit is withheld from all but those who are named to
    see protected details.
    """

    id: UUID
    organisation: str
    form: CopyForm
    version_number: int | None
    made_at: datetime
    made_by: str
    is_own: bool
    is_kept: bool
    is_withheld: bool

    @property
    def is_text(self) -> bool:
        """It is shown on a page, to be pasted elsewhere; another is a file."""
        return self.form is CopyForm.TEXT

    @property
    def status_kind(self) -> str | None:
        """Why it cannot be fetched, as a kind of portal/web/statuses.py; None when it can."""
        if not self.is_kept:
            return "copy_shredded"
        if not self.is_own:
            return "copy_elsewhere"
        return "copy_withheld" if self.is_withheld else None


@dataclass(frozen=True, slots=True)
class OwnCopy:
    """One of the own organisation's copies, opened."""

    id: UUID
    plan_id: UUID
    form: CopyForm
    made_at: datetime
    made_by: str
    file: File


def get_plan(actor: Actor, plan_id: UUID) -> OpenedPlan:
    """The plan, for somebody who takes part: also when consent has ended."""
    opened = opening_own("copies")(actor, plan_id)
    if opened.participant_id is None:
        raise NotFoundError
    return opened


def get_plan_to_copy(actor: Actor, plan_id: UUID) -> OpenedPlan:
    """The plan, for somebody who may make a copy: who sees it now, or handles it."""
    opened = opening_own("copy")(actor, plan_id)
    if opened.participant_id is None or not may_copy(opened):
        raise NotFoundError
    return opened


def may_copy(opened: OpenedPlan) -> bool:
    """Whether a copy can be made; it holds what its maker's organisation may see."""
    clock = find_clock(opened)
    is_over = clock is not None and clock.shredded_at is not None
    return (opened.is_open or opened.is_handler) and not is_over


def list_copies(opened: OpenedPlan) -> Sequence[CopyLine]:
    """The copies made of the plan, the newest first: all while it is open, else one's own."""
    return [_line(row) for row in functions.copies(opened.plan_id)]


def find_clock(opened: OpenedPlan) -> RetentionClock | None:
    """How long the own organisation keeps its part, once that is known."""
    return db.session.scalars(
        select(RetentionClock).where(
            RetentionClock.plan_id == opened.plan_id,
            RetentionClock.organisation_id == opened.party,
        )
    ).one_or_none()


def make(actor: Actor, opened: OpenedPlan, *, copy_id: UUID, form: str, now: datetime) -> None:
    """Keep what the actor's organisation may see now, sealed under a key of its own.

    One `copy_id` sent twice is one copy.
    """
    hold_still(opened)
    own = PlanCopy.plan_id == opened.plan_id, PlanCopy.organisation_id == opened.party
    if db.session.scalar(select(PlanCopy.id).where(PlanCopy.id == copy_id, *own)) is not None:
        return
    content = load_content(opened)
    document = document_of(
        content,
        made_for=actor.organisation_name,
        made_by=actor.name,
        made_at=now,
        personnummer=subject_number(opened),
        closed=closed_as(opened, content),
    )
    kind = CopyForm(form)
    made = bytes_of(document, kind)
    copy = PlanCopy(
        id=copy_id,
        county_id=opened.county_id,
        plan_id=opened.plan_id,
        organisation_id=opened.party,
        version_number=content.version_number,
        form=kind,
        holds_placing=tells_of_unit(content),
        sha256=hashlib.sha256(made).digest(),
        content_sealed=_own_key(opened).seal_bytes(made, _place(copy_id)),
        made_at=now,
        made_by=actor.name,
    )
    db.session.add(copy)
    record(actor, "copy.made", copy, stream=opened.plan_id, form=kind.value)


def get_own_copy(_actor: Actor, plan_id: UUID, copy_id: UUID) -> OwnCopy:
    """One of the own organisation's copies, with its row in the log: also when consent has ended.

    The row is committed before anything is shown.
    """
    narrow_to(plan_id)
    wanted = select(PlanCopy).where(PlanCopy.id == copy_id, PlanCopy.plan_id == plan_id)
    with transaction():
        copy = db.session.scalars(wanted).one_or_none()
        key = _unlock(copy_id) if copy is not None else None
        if copy is None or key is None:
            raise NotFoundError
    content = key.open_bytes(copy.content_sealed, _place(copy.id))
    file = copy_of(content, copy.form, made_at=copy.made_at)
    return OwnCopy(copy.id, copy.plan_id, copy.form, copy.made_at, copy.made_by, file)


def download_for_person(actor: Actor, opened: OpenedPlan, *, form: str, now: datetime) -> File:
    """What the person, or somebody near, may see of the plan now, to take along."""
    content = load_content(opened)
    document = document_of(
        content,
        made_for=actor.name,
        made_by=actor.name,
        made_at=now,
        closed=closed_as(opened, content),
    )
    kind = CopyForm(form)
    return own_file_of(bytes_of(document, kind), kind, made_at=now)


def print_for_person(actor: Actor, opened: OpenedPlan, *, now: datetime) -> File:
    """What the actor's organisation may see now, to hand over on paper to whose plan it is."""
    content = load_content(opened)
    document = document_of(
        content,
        made_for=content.subject_name,
        made_by=actor.name,
        made_at=now,
        closed=closed_as(opened, content),
    )
    record(actor, "plan.paper_made", opened.plan, stream=opened.plan_id)
    return own_file_of(bytes_of(document, CopyForm.PDF), CopyForm.PDF, made_at=now)


def _line(row: Row[Any]) -> CopyLine:
    return CopyLine(
        id=row.id,
        organisation=row.organisation,
        form=CopyForm(row.form),
        version_number=row.version_number,
        made_at=row.made_at,
        made_by=row.made_by,
        is_own=row.is_own,
        is_kept=row.is_kept,
        is_withheld=row.is_withheld,
    )


def _place(copy_id: UUID) -> Place:
    return Place("plan_copy", "content_sealed", copy_id)


def _own_key(opened: OpenedPlan) -> DataKey:
    """The key of the organisation's copies of this plan; the database keeps the first one made."""
    new = vault().new_key()
    return _opened(
        functions.keep_copy_key(opened.plan_id, opened.party, new.wrapped, new.master_version)
    )


def _unlock(copy_id: UUID) -> DataKey:
    return _opened(functions.unlock_copy(copy_id))


def _opened(kept: functions.WrappedKey | None) -> DataKey:
    if kept is None:  # shredded
        raise NotFoundError
    return vault().open_key(kept.wrapped, kept.master_version)
