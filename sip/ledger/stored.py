"""The ledger of one plan as it is stored, made into what the rules are asked about."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy import select

from portal.db import db
from portal.errors import NotFoundError
from sip.kernel.vocabulary import PersonKind
from sip.ledger import rules
from sip.ledger.rules import Act, Consenter, Item, Ledger, Mandate
from sip.tables import consent as models
from sip.tables.people import PlanPerson
from sip.tables.plan import Plan


def load_ledger(plan_id: UUID) -> Ledger:
    """What was said about the plan, as far as the reader may know it.

    The plan's owners and handlers know all of it; row-level security leaves others less.
    """
    found = db.session.execute(
        select(Plan.initiator_id, PlanPerson.id)
        .join(PlanPerson, (PlanPerson.plan_id == Plan.id))
        .where(Plan.id == plan_id, PlanPerson.kind == PersonKind.SUBJECT)
    ).one_or_none()
    if found is None:
        raise NotFoundError
    initiator, subject = found
    return ledger_of(plan_id, list_acts(plan_id), initiator=initiator, subject=subject)


def ledger_of(
    plan_id: UUID, acts: Sequence[models.ConsentAct], *, initiator: UUID, subject: UUID
) -> Ledger:
    """As `load_ledger`, of what has been read of the plan already."""
    return Ledger(
        initiator=initiator,
        subject=subject,
        consenters=_consenters(plan_id),
        acts=tuple(map(act_of, acts)),
    )


def last_seq(ledger: Ledger) -> int:
    """The number of the newest act; 0 before the first. A form carries it to show its age."""
    return max((act.seq for act in ledger.acts), default=0)


def moment(ledger: Ledger, now: datetime) -> datetime:
    """An instant at which everything that has been recorded counts, whichever clock is ahead."""
    return max((now, *(act.at for act in ledger.acts)))


def list_acts(plan_id: UUID) -> tuple[models.ConsentAct, ...]:
    """The acts as they are stored, the first first."""
    row = models.ConsentAct
    statement = select(row).where(row.plan_id == plan_id).order_by(row.seq)
    return tuple(db.session.scalars(statement))


def list_bases(plan_id: UUID) -> tuple[models.BasisDecision, ...]:
    """The decisions to disclose without consent, the first first."""
    row = models.BasisDecision
    statement = select(row).where(row.plan_id == plan_id).order_by(row.decided_at, row.id)
    return tuple(db.session.scalars(statement))


def act_of(row: models.ConsentAct) -> Act:
    """A stored act as the rules know it."""
    return Act(
        id=row.id,
        seq=row.seq,
        at=row.at,
        kind=row.kind,
        consenter=row.consenter_id,
        items=frozenset(map(_item, row.items)),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        corrects=row.corrects,
    )


# a plan's acts name the same hundreds of items again and again
@lru_cache(maxsize=8192)
def _item(key: str) -> Item:
    return Item.parse(key)


def _consenters(plan_id: UUID) -> tuple[Consenter, ...]:
    row = models.Consenter
    statement = select(row).where(row.plan_id == plan_id).order_by(row.required_from, row.id)
    # as they are now, also for a command that has waited for another
    found = db.session.scalars(statement, execution_options={"populate_existing": True})
    return tuple(
        Consenter(
            id=one.id,
            person=one.person_id,
            required_from=one.required_from,
            required_to=one.required_to,
            mandate=mandate_of(one),
            replaces=one.replaces,
        )
        for one in found
    )


def mandate_of(row: models.Consenter) -> rules.Mandate | None:
    """What somebody who stands in for the person was given; None for whoever needs no mandate."""
    if row.mandate_scope is None or row.mandate_from is None or row.mandate_to is None:
        return None
    return Mandate(frozenset(row.mandate_scope), row.mandate_from, row.mandate_to)
