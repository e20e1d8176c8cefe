"""Mail that something waits: a question to the person, an answer to those who handle the case."""

from uuid import UUID

from sqlalchemy import select

from portal.authz import Actor
from portal.db import db
from sip.door.opening import OpenedPlan
from sip.tables import functions
from sip.tables.people import PlanPerson
from sip.tables.plan import Participant


def tell_person(opened: OpenedPlan, person_id: UUID, seq: int) -> None:
    """Somebody has a question to answer; who has not signed in yet is told by staff."""
    person = db.session.get(PlanPerson, person_id)
    if person is not None and person.account_id is not None:
        path = f"/my-plan/{opened.plan_id}/who-may-see"
        _enqueue(opened, person.account_id, "consent.asked", path, f"{person_id}:{seq}")


def tell_handlers(actor: Actor, opened: OpenedPlan, seq: int) -> None:
    """Consent has been answered or taken back by somebody else than whoever handles the case."""
    statement = select(Participant.account_id).where(
        Participant.plan_id == opened.plan_id,
        Participant.organisation_id == opened.plan.initiator_id,
        Participant.ended_at.is_(None),
        Participant.account_id != actor.account_id,
    )
    for account_id in db.session.scalars(statement).all():
        path = f"/sip/plans/{opened.plan_id}/consent"
        _enqueue(opened, account_id, "consent.answered", path, f"{opened.plan_id}:{seq}")


def _enqueue(opened: OpenedPlan, account_id: UUID, kind: str, path: str, occasion: str) -> None:
    functions.enqueue_for(account_id, kind, path, f"{kind}:{occasion}", plan_id=opened.plan_id)
