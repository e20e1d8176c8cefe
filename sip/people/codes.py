"""One-time codes that staff hand over, by which somebody in a plan links their own sign-in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.authz import Actor
from portal.db import db
from portal.identity import service as identity
from sip.door.locking import hold
from sip.door.opening import Unlocked
from sip.kernel.refusals import SipRuleError
from sip.people.queries import get_person
from sip.people.rules import PeopleRefusal
from sip.people.safety import kept_out
from sip.tables.people import PlanPerson


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A code that was just made, and until when it can be used."""

    code: str
    ends_at: datetime


def hand_over_code(
    actor: Actor,
    unlocked: Unlocked,
    person_id: UUID,
    *,
    invitation_id: UUID,
    issuer_key: str,
    tells_number: bool,
    read: str,
    now: datetime,
    secret_key: str,
) -> HandedOver:
    """Make a code for somebody in the plan; the code itself is kept nowhere.

    It is good for whoever has the number that is noted now (app.accept_invitation): when another
    is noted, it is of no use any more. `tells_number`: the provider says whose number signed in.
    `read` is the code that it takes the place of (`open_code`).
    """
    hold(unlocked.plan.id)
    person = get_person(unlocked, person_id)
    _check_may_be_linked(person)
    if person.id in kept_out(unlocked):
        raise SipRuleError(PeopleRefusal.IS_KEPT_OUT)
    _check_read(unlocked, person_id, {read, str(invitation_id)}, now)
    code = identity.invite_individual(
        actor,
        invitation_id=invitation_id,
        issuer_key=issuer_key,
        plan_id=unlocked.plan.id,
        plan_person_id=person.id,
        personnummer_index=person.personnummer_index,
        tells_number=tells_number,
        now=now,
        secret_key=secret_key,
    )
    db.session.flush()
    return HandedOver(code, list_code_ends(unlocked, now)[person.id])


def _check_may_be_linked(person: PlanPerson) -> None:
    """Raise for somebody who has left the plan, or can sign in already."""
    if person.ended_at is not None:
        raise SipRuleError(PeopleRefusal.PERSON_HAS_LEFT)
    if person.account_id is not None:
        raise SipRuleError(PeopleRefusal.ALREADY_LINKED)


def take_back_code(actor: Actor, unlocked: Unlocked, person_id: UUID, *, now: datetime) -> None:
    """Let the codes handed over to somebody be of no use."""
    hold(unlocked.plan.id)
    person = get_person(unlocked, person_id)
    identity.revoke_individual(actor, unlocked.plan.id, person.id, now=now)
    db.session.flush()


def open_code(unlocked: Unlocked, person_id: UUID, now: datetime) -> str:
    """The id of somebody's code that can be used; "" where there is none. Only one ever can."""
    open_codes = identity.list_individual_invitations(unlocked.plan.id, now)
    return next((str(one.id) for one in open_codes if one.plan_person_id == person_id), "")


def revoke_code(
    actor: Actor, unlocked: Unlocked, person_id: UUID, *, read: str, now: datetime
) -> None:
    """Take back the code that was handed over when a page was opened (`open_code`).

    Another that has been handed over since stays.
    """
    hold(unlocked.plan.id)
    _check_read(unlocked, person_id, {read}, now)
    take_back_code(actor, unlocked, person_id, now=now)


def _check_read(unlocked: Unlocked, person_id: UUID, read: Collection[str], now: datetime) -> None:
    """Raise when another code has been handed over since a page was opened."""
    if open_code(unlocked, person_id, now) not in {"", *read}:
        raise SipRuleError(PeopleRefusal.CODE_SINCE)


def list_code_ends(unlocked: Unlocked, now: datetime) -> Mapping[UUID, datetime]:
    """Until when each person's code can be used, by their ids."""
    open_codes = identity.list_individual_invitations(unlocked.plan.id, now)
    return {one.plan_person_id: one.expires_at for one in open_codes if one.plan_person_id}
