"""Ending roles: what waits on whoever leaves is given to a colleague in the same act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.audit import service as audit
from portal.authz import Actor, Role
from portal.db import db, hold
from portal.errors import NotFoundError
from portal.identity import functions
from portal.identity.functions import Waiting
from portal.identity.rules import (
    DepartureRefusal,
    DepartureRuleError,
    check_may_end,
    needed_successors,
)
from portal.identity.service import Member, list_members
from portal.ids import new_id
from portal.tenancy.models import Membership

Successors = Mapping[Role, UUID]


@dataclass(frozen=True, slots=True)
class Departure:
    """Somebody whose roles are to end: all of them, or `only` one membership.

    `lost` are the roles that they have no longer afterwards: one in another unit may remain.
    """

    account_id: UUID
    only: UUID | None
    name: str
    ending: Sequence[Member]
    remaining: Sequence[Member]
    colleagues: Sequence[Member]
    waiting: Waiting

    @property
    def lost(self) -> frozenset[Role]:
        """What they may do no more."""
        kept = {one.role for one in self.remaining}
        return frozenset(one.role for one in self.ending if one.role not in kept)

    @property
    def needed(self) -> tuple[Role, ...]:
        """The roles in which a colleague has to take over."""
        return needed_successors(self.lost, self.waiting)

    def candidates(self, role: Role) -> list[tuple[UUID, str]]:
        """Who may take over: for plans those who work in plans, else anybody with a role here."""
        found = {
            one.account_id: one.name
            for one in self.colleagues
            if not one.is_disabled and (role is not Role.CASEWORKER or one.role is role)
        }
        return list(found.items())


def get_person(actor: Actor, account_id: UUID) -> Departure:
    """Somebody of the actor's organisation, with all of their roles in it."""
    return _departure(actor, account_id, None)


def get_colleague(actor: Actor, account_id: UUID) -> Departure:
    """Somebody else of the actor's organisation; one's own sign-ins are ended on one's own page."""
    if account_id == actor.account_id:
        raise NotFoundError
    return get_person(actor, account_id)


def get_role(actor: Actor, membership_id: UUID) -> Departure:
    """One role of somebody's in the actor's organisation."""
    every = list_members(actor)
    found = next((one for one in every if one.membership_id == membership_id), None)
    if found is None:
        raise NotFoundError
    return _departure(actor, found.account_id, membership_id)


def _departure(actor: Actor, account_id: UUID, only: UUID | None) -> Departure:
    every = list_members(actor)
    own = [one for one in every if one.account_id == account_id]
    waiting = functions.waiting_on(account_id)
    if not own or waiting is None:
        raise NotFoundError
    ending = [one for one in own if only in {None, one.membership_id}]
    if not ending:
        raise NotFoundError
    return Departure(
        account_id=account_id,
        only=only,
        name=own[0].name,
        ending=ending,
        remaining=[one for one in own if one not in ending],
        colleagues=[one for one in every if one.account_id != account_id],
        waiting=waiting,
    )


def end(actor: Actor, departure: Departure, successors: Successors, *, now: datetime) -> None:
    """End the roles. What waits goes to `successors`, who get the role if they lack it."""
    # one at a time in an organisation, and what waits as it is by then
    hold(actor.organisation_id)
    latest = _departure(actor, departure.account_id, departure.only)
    check_may_end(latest.lost, latest.waiting)
    for role in latest.needed:
        _check_successor(latest, role, successors.get(role))
    for role in latest.needed:
        _hand_over(actor, latest, role, successors[role], now)
    ids = [one.membership_id for one in latest.ending]
    rows = [db.session.get_one(Membership, membership_id) for membership_id in ids]
    for row in rows:
        audit.record(actor, "membership.ended", row, role=row.role.value)
        functions.tell_colleague(latest.account_id, "role.ended", f"role.ended:{row.id}")
    # noted first: with their own role gone the actor may no longer write in the log
    db.session.flush()
    for row in rows:
        row.ended_at = now
    db.session.flush()


def leave(actor: Actor, departure: Departure, successors: Successors, *, now: datetime) -> None:
    """End every role of somebody's and sign them out where they act for the organisation."""
    if departure.account_id != actor.account_id:
        sign_out(actor, departure)
    end(actor, departure, successors, now=now)


def sign_out(actor: Actor, departure: Departure) -> int:
    """End somebody's sessions for the organisation; answers how many. Their roles stay."""
    ended = functions.end_sessions_of(departure.account_id)
    audit.record(
        actor, "session.ended_by_administrator", _Account(departure.account_id), ended=ended
    )
    functions.tell_colleague(departure.account_id, "session.ended", f"session.ended:{new_id()}")
    return ended


@dataclass(frozen=True, slots=True)
class _Account:
    """The subject of an entry about somebody's account."""

    id: UUID


def _check_successor(departure: Departure, role: Role, successor_id: UUID | None) -> None:
    if successor_id is None:
        raise DepartureRuleError(DepartureRefusal.SUCCESSOR_NEEDED, field=role.value)
    if successor_id not in dict(departure.candidates(role)):
        raise DepartureRuleError(DepartureRefusal.NOT_A_SUCCESSOR, field=role.value)


def _hand_over(
    actor: Actor, departure: Departure, role: Role, successor_id: UUID, now: datetime
) -> None:
    if role is Role.CASEWORKER:
        plans = functions.hand_over(departure.account_id, successor_id)
        if plans is None:
            raise DepartureRuleError(DepartureRefusal.NOT_A_SUCCESSOR, field=role.value)
        audit.record(actor, "account.plans_handed_over", _Account(successor_id), plans=plans)
        occasion = f"role.plans_given:{departure.account_id}:{now.isoformat()}"
        functions.tell_colleague(successor_id, "role.plans_given", occasion)
        return
    row = Membership(
        id=new_id(),
        county_id=actor.county_id,
        account_id=successor_id,
        organisation_id=actor.organisation_id,
        role=role,
        granted_at=now,
    )
    db.session.add(row)
    audit.record(actor, "membership.granted", row, role=role.value)
    db.session.flush()
    functions.tell_colleague(successor_id, "role.given", f"role.given:{row.id}")
