"""Who can be asked to a meeting: those whom consent lets take part in the plan now."""

from sqlalchemy import select

from portal.db import db
from sip.door.opening import OpenedPlan
from sip.kernel.vocabulary import PersonKind
from sip.tables import functions
from sip.tables.people import PlanPerson
from sip.tables.plan import Participant


def list_participants(opened: OpenedPlan) -> list[Participant]:
    """Those who take part for an organisation that consent lets in now."""
    found = select(Participant).where(
        Participant.plan_id == opened.plan_id, Participant.ended_at.is_(None)
    )
    let_in = functions.open_parties(opened.plan_id)
    rows = db.session.scalars(found.order_by(Participant.joined_at, Participant.id))
    return [row for row in rows if row.organisation_id in let_in]


def list_private(opened: OpenedPlan) -> list[PlanPerson]:
    """The private people whom consent lets in now, the person first."""
    found = select(PlanPerson).where(
        PlanPerson.plan_id == opened.plan_id, PlanPerson.ended_at.is_(None)
    )
    let_in = functions.open_parties(opened.plan_id)
    rows = [row for row in db.session.scalars(found) if row.id in let_in]
    return sorted(rows, key=lambda row: (row.kind is not PersonKind.SUBJECT, row.id))
