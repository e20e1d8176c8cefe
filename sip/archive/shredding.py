"""The end of an organisation's part of a plan, and of the plan with its last part.

What is deleted here may still lie in a backup, sealed; with its key shredded it cannot be opened,
as long as the keys' backups are not kept longer than the parts (docs/operations.md).
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, select, update

from portal.audit.service import record_maintenance
from portal.db import db
from portal.drafts.models import Draft
from portal.vault import DataKey, Place, vault
from sip.archive.last_written import is_written_since
from sip.archive.retention import Due
from sip.door.locking import hold
from sip.kernel.phases import ENDED
from sip.kernel.vocabulary import Phase
from sip.tables.archive import CopyKey, KeptLonger, RetentionClock
from sip.tables.calling import AgendaItem, Call, CallQuestion
from sip.tables.consent import ConsentAct, ConsentPaper
from sip.tables.people import DocumentCheck, KeptOut, PlanMessage, PlanPerson
from sip.tables.plan import (
    Action,
    Asked,
    Change,
    Discharge,
    Goal,
    Participant,
    Plan,
    PlanApproval,
    PlanKey,
    PlanPlacing,
    PlanText,
    WordSuggestion,
)

SHREDDED = "Gallrat"  # what stands in a goal that others' actions still serve
GOAL_TEXTS = ("title_sealed", "measure_sealed")
# why somebody is kept out, and by which two that was decided
WHY_KEPT_OUT = dict.fromkeys(
    ("reason_sealed", "kept_by", "confirm_by", "confirmed_at", "confirmed_by", "confirmed_by_name")
)
# what an organisation wrote or keeps, each row its own
OF_PART = (
    *(Action, PlanText, AgendaItem, Change, WordSuggestion),
    *(Asked, Discharge, KeptLonger, DocumentCheck, ConsentPaper),
)


def shred(due: Due, *, now: datetime) -> None:
    """Shred the key of the organisation's copies and delete what it wrote; last, the plan's key.

    What has been written in since `now`, when its time was found to be out, is left alone: the next
    run counts anew.
    """
    hold(due.plan_id)
    if is_written_since(due.plan_id, now):
        return
    clock = db.session.get_one(RetentionClock, due.clock_id, with_for_update=True)
    if clock.shredded_at is not None:
        return
    clock.shredded_at = now
    db.session.flush()  # from here on the database lets the part's history be deleted
    of_part = (CopyKey.plan_id == due.plan_id, CopyKey.organisation_id == due.organisation_id)
    db.session.execute(update(CopyKey).where(*of_part).values(wrapped=None, shredded_at=now))
    _delete_part(due.plan_id, due.organisation_id)
    record_maintenance(
        due.county_id, "retention.part_shredded", clock, texts=due.texts, copies=due.copies
    )
    if not _has_parts(due.plan_id):
        _shred_plan(due, clock, now)


def _delete_part(plan_id: UUID, organisation: UUID) -> None:
    actions = select(Action.id).where(Action.plan_id == plan_id, Action.from_party == organisation)
    members = select(Participant.id).where(
        Participant.plan_id == plan_id, Participant.organisation_id == organisation
    )
    places = or_(PlanPlacing.subject_id.in_(actions), PlanPlacing.subject_id.in_(members))
    db.session.execute(delete(PlanPlacing).where(PlanPlacing.plan_id == plan_id, places))
    for table in OF_PART:
        of_part = (table.plan_id == plan_id, table.from_party == organisation)
        db.session.execute(delete(table).where(*of_part))
    _clear_goals(plan_id, organisation)
    began = select(Plan.id).where(Plan.id == plan_id, Plan.initiator_id == organisation)
    db.session.execute(delete(PlanMessage).where(PlanMessage.plan_id.in_(began)))
    drafts = (Draft.plan_id == plan_id, Draft.organisation_id == organisation)
    db.session.execute(delete(Draft).where(*drafts))
    of_party = (PlanApproval.plan_id == plan_id, PlanApproval.organisation_id == organisation)
    db.session.execute(delete(PlanApproval).where(*of_party))
    said = update(Call).where(Call.plan_id == plan_id, Call.organisation_id == organisation)
    db.session.execute(said.values(contribution_sealed=None, contribution_category=None))
    # nothing reaches them all the same
    kept_out = update(KeptOut).where(KeptOut.plan_id == plan_id, KeptOut.from_party == organisation)
    db.session.execute(kept_out.values(WHY_KEPT_OUT))


def _clear_goals(plan_id: UUID, organisation: UUID) -> None:
    """Delete the goals, except that one which others' actions serve stands without its words."""
    served = select(Action.goal_id).where(Action.plan_id == plan_id)
    own = (Goal.plan_id == plan_id, Goal.from_party == organisation)
    kept = db.session.scalars(select(Goal.id).where(*own, Goal.id.in_(served))).all()
    db.session.execute(delete(Goal).where(*own, Goal.id.not_in(kept)))
    if kept:
        key = _plan_key(plan_id)
        for goal_id in kept:
            words = {name: key.seal(SHREDDED, Place("goal", name, goal_id)) for name in GOAL_TEXTS}
            db.session.execute(update(Goal).where(Goal.id == goal_id).values(words))


def _plan_key(plan_id: UUID) -> DataKey:
    kept = db.session.scalars(select(PlanKey).where(PlanKey.plan_id == plan_id)).one()
    if kept.wrapped is None:
        raise ValueError("a plan whose key is shredded has no goals in use")
    return vault().open_key(kept.wrapped, kept.master_version)


def _has_parts(plan_id: UUID) -> bool:
    kept = select(RetentionClock.id).where(
        RetentionClock.plan_id == plan_id, RetentionClock.shredded_at.is_(None)
    )
    return db.session.scalar(kept.limit(1)) is not None


def _shred_plan(due: Due, clock: RetentionClock, now: datetime) -> None:
    """Shred the key, delete what private people wrote, and what they could be found by."""
    # one that nobody closed is over now, too: nobody is reminded of it any more
    over = {"phase": Phase.CLOSED, "phase_at": now, "closed_at": now}
    left = update(Plan).where(Plan.id == due.plan_id, Plan.phase.not_in(ENDED))
    db.session.execute(left.values(over))
    key = update(PlanKey).where(PlanKey.plan_id == due.plan_id)
    db.session.execute(key.values(wrapped=None, shredded_at=now))
    written = (Action, PlanText, AgendaItem, Change, WordSuggestion, Goal, PlanApproval)
    held = (Asked, CallQuestion, Discharge, KeptOut, PlanMessage, ConsentPaper)
    for table in (*written, *held, PlanPlacing, Draft):
        db.session.execute(delete(table).where(table.plan_id == due.plan_id))
    people = update(PlanPerson).where(PlanPerson.plan_id == due.plan_id)
    db.session.execute(people.values(personnummer_index=None, proved_index=None, account_id=None))
    # what was consented to stays, and not by whose name it was recorded: it may be the person's own
    acts = update(ConsentAct).where(ConsentAct.plan_id == due.plan_id)
    db.session.execute(acts.values(recorded_by_name=""))
    record_maintenance(due.county_id, "retention.plan_shredded", clock)
