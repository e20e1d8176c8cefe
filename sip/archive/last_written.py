"""When something was last written in a plan, by anybody and anywhere in it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from portal.db import db
from sip.kernel.days import day_of
from sip.tables.calling import AgendaItem, Attendance, Call, CallEvent, CallQuestion, Meeting
from sip.tables.consent import (
    BasisDecision,
    ConsentAct,
    Consenter,
    ConsenterChange,
    ConsentPaper,
)
from sip.tables.people import DocumentCheck, KeptOut, PlanMessage, PlanPerson
from sip.tables.plan import (
    Action,
    Asked,
    Change,
    Closing,
    Discharge,
    FollowUp,
    Goal,
    Plan,
    PlanApproval,
    PlanText,
    PlanVersion,
)

# Each is set when somebody does something in the plan. To read the plan, to make a copy of it or to
# take somebody's place in it sets none of them: a case that is over is kept no longer because who
# had it has left.
WRITTEN_AT: tuple[InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None], ...] = (
    Change.at,
    PlanText.changed_at,
    Goal.changed_at,
    Action.changed_at,
    PlanVersion.made_at,
    PlanApproval.at,
    FollowUp.agreed_at,
    Asked.recorded_at,
    Asked.settled_at,
    Discharge.recorded_at,
    Discharge.undone_at,
    Discharge.readmitted_at,
    Closing.closed_at,
    Closing.undone_at,
    PlanMessage.written_at,
    PlanMessage.settled_at,
    PlanPerson.recorded_at,
    PlanPerson.linked_at,
    PlanPerson.ended_at,
    KeptOut.recorded_at,
    KeptOut.confirmed_at,
    KeptOut.undone_at,
    Consenter.recorded_at,
    DocumentCheck.recorded_at,
    ConsenterChange.proposed_at,
    ConsenterChange.settled_at,
    ConsentAct.at,
    ConsentPaper.added_at,
    ConsentPaper.removed_at,
    BasisDecision.decided_at,
    BasisDecision.ended_at,
    Call.answered_at,
    CallEvent.at,
    CallQuestion.asked_at,
    CallQuestion.answered_at,
    Meeting.changed_at,
    Attendance.replied_at,
    AgendaItem.added_at,
)


def last_written(plans: Iterable[Plan]) -> Mapping[UUID, date]:
    """The last day that something was written in each of the plans."""
    last = {plan.id: day_of(plan.changed_at) for plan in plans}
    for written_at in WRITTEN_AT:
        plan_id = written_at.class_.plan_id
        latest = select(plan_id, func.max(written_at)).where(plan_id.in_(last)).group_by(plan_id)
        for one, at in db.session.execute(latest):
            if at is not None:
                last[one] = max(last[one], day_of(at))
    return last


def is_written_since(plan_id: UUID, at: datetime) -> bool:
    """Whether somebody has written in the plan, or said something of its consent, after `at`."""
    found = (
        select(row.plan_id).where(row.plan_id == plan_id, row.at > at).limit(1)
        for row in (Change, ConsentAct)
    )
    plan = db.session.get_one(Plan, plan_id, populate_existing=True)
    return plan.changed_at > at or any(db.session.scalar(one) is not None for one in found)
