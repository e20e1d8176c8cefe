"""The members of staff who take part: each organisation names its own."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.errors import NotFoundError
from sip.content import changes
from sip.door.locking import hold_open
from sip.door.opened import Opened
from sip.kernel.refusals import SipRefusal, SipRuleError
from sip.plan import service
from sip.plan.service import Colleague
from sip.tables import functions
from sip.tables.plan import Participant


@dataclass(frozen=True, slots=True)
class Caseworker:
    """Somebody of the actor's organisation who could take part."""

    account_id: UUID
    name: str
    unit: str


def list_colleagues(opened: Opened) -> tuple[Caseworker, ...]:
    """The caseworkers of the actor's organisation who do not take part yet, each once."""
    there = set(
        db.session.scalars(
            select(Participant.account_id).where(
                Participant.plan_id == opened.plan.id,
                Participant.organisation_id == opened.party,
                Participant.ended_at.is_(None),
            )
        )
    )
    found = functions.list_caseworkers()
    free = {row.account_id: row for row in found if row.account_id not in there}
    return tuple(Caseworker(row.account_id, row.name, row.unit or "") for row in free.values())


def add(actor: Actor, opened: Opened, account_id: UUID, *, title: str, now: datetime) -> None:
    """Let a colleague take part. Named twice is named once."""
    hold_open(opened)
    colleague = next((one for one in list_colleagues(opened) if one.account_id == account_id), None)
    if colleague is None:
        return
    named = Colleague(account_id, colleague.name, title, colleague.unit)
    service.add_participant(actor, opened, named, now=now)
    changes.touch(opened.plan, now)
    db.session.flush()


def end(actor: Actor, opened: Opened, participant_id: UUID, *, now: datetime) -> None:
    """Let somebody of one's own organisation leave; the case always keeps a handler."""
    plan = opened.plan
    hold_open(opened)
    row = db.session.scalar(
        select(Participant).where(
            Participant.plan_id == plan.id,
            Participant.id == participant_id,
            Participant.organisation_id == opened.party,
            Participant.ended_at.is_(None),
        )
    )
    if row is None:
        raise NotFoundError
    others = select(func.count()).where(
        Participant.plan_id == plan.id,
        Participant.organisation_id == opened.party,
        Participant.ended_at.is_(None),
        Participant.id != participant_id,
    )
    if opened.is_handler and not db.session.scalar(others):
        raise SipRuleError(SipRefusal.LAST_HANDLER)
    if not functions.may_end(row.id):
        raise SipRuleError(SipRefusal.NOT_YOURS_TO_END)
    audit.record(actor, "plan.participant_ended", row, stream=plan.id)
    db.session.flush()  # while the actor still has a part in it
    row.ended_at = now
    db.session.flush()
