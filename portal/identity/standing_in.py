"""A colleague stands in for somebody for a time, or takes over their plans for good."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.errors import NotFoundError
from portal.identity import functions
from portal.identity.functions import StandingIn
from portal.identity.rules import StandInRefusal, StandInRuleError, check_days


@dataclass(frozen=True, slots=True)
class _About:
    """The subject of an entry about somebody who stands in, or takes over."""

    id: UUID


def list_stand_ins(account_id: UUID) -> Sequence[StandingIn]:
    """Those that somebody is one of, now or later: as the absent one, or who stands in.

    Of others than the actor only an administrator of their organisation is answered.
    """
    return [one for one in functions.stand_ins() if account_id in (one.absent_id, one.colleague_id)]


def find(_actor: Actor, stand_in_id: UUID) -> StandingIn:
    """One that the actor may end; raises NotFoundError."""
    found = next((one for one in functions.stand_ins() if one.id == stand_in_id), None)
    if found is None:
        raise NotFoundError
    return found


def let_stand_in(
    actor: Actor,
    stand_in_id: UUID,
    absent_id: UUID,
    colleague_id: UUID,
    *,
    from_on: date,
    until_on: date,
    colleagues: Collection[UUID],
    today: date,
) -> None:
    """Let a colleague stand in. The same id twice is one."""
    if any(one.id == stand_in_id for one in functions.stand_ins()):
        return
    check_days(from_on, until_on, today)
    if colleague_id not in colleagues or colleague_id == absent_id:
        raise StandInRuleError(StandInRefusal.NOT_A_COLLEAGUE, field="colleague")
    functions.begin_stand_in(stand_in_id, absent_id, colleague_id, from_on, until_on)
    audit.record(actor, "account.stand_in_begun", _About(colleague_id), absent=str(absent_id))
    db.session.flush()


def end(actor: Actor, one: StandingIn) -> None:
    """Let nobody stand in any longer; what was done meanwhile stays."""
    if functions.end_stand_in(one.id):
        absent = str(one.absent_id)
        audit.record(actor, "account.stand_in_ended", _About(one.colleague_id), absent=absent)
        db.session.flush()


def give_plans(
    actor: Actor, colleague_id: UUID, plans: Sequence[UUID], *, colleagues: Collection[UUID]
) -> int:
    """Give the actor's place in these plans to a colleague for good; answers in how many."""
    if colleague_id not in colleagues or colleague_id == actor.account_id:
        raise StandInRuleError(StandInRefusal.NOT_A_COLLEAGUE, field="colleague")
    given = functions.give_plans(colleague_id, plans)
    if given is None:
        raise StandInRuleError(StandInRefusal.NOT_A_COLLEAGUE, field="colleague")
    if given:
        audit.record(actor, "account.plans_handed_over", _About(colleague_id), plans=given)
        db.session.flush()
    return given
