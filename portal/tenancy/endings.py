"""Ending an organisation: merged into another, divided, or closed; what is open is handed over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db, hold
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.tenancy import functions, queries
from portal.tenancy.functions import AgreementOf, OpenInOrganisation
from portal.tenancy.models import ChangeKind, Organisation, OrganisationChange, Unit
from portal.tenancy.rules import (
    Both,
    OrganisationRefusal,
    OrganisationRuleError,
    check_has_come,
    check_may_close,
    check_may_divide,
    check_may_merge,
    check_somebody_acts,
)
from portal.tenancy.service import Change, NewOrganisation, add_organisation


@dataclass(frozen=True, slots=True)
class Ending:
    """An organisation that may end, with what is open in it."""

    organisation: Organisation
    open: OpenInOrganisation
    agreements: Sequence[AgreementOf]
    units: Sequence[Unit]


def get_ending(organisation: Organisation) -> Ending:
    """An organisation with what is open in it, for whoever administers its county.

    Also one that has ended: a form that is sent twice finds that it was done.
    """
    found = functions.open_in_organisation(organisation.id)
    if found is None:
        raise NotFoundError
    agreements = functions.agreements_of(organisation.id)
    return Ending(organisation, found, agreements, queries.list_units_of(organisation.id))


def may_end(organisation: Organisation, *, even_ended: bool) -> bool:
    """Whether it has not ended, or has and is not closed."""
    return organisation.closed_at is None and (even_ended or organisation.is_offered)


def list_receivers(actor: Actor, organisation: Organisation) -> Sequence[Organisation]:
    """Whom it can be merged into: the county's others of its kind."""
    found = queries.list_organisations(actor, organisation.kind)
    return [one for one in found if one.id != organisation.id]


def merge(actor: Actor, ending: Ending, change: Change, *, receiver_id: UUID, today: date) -> None:
    """Merge an organisation into another: agreements, units and roles are the receiver's."""
    latest = _begin(actor, ending, change, today)
    if latest is None:
        return
    organisation = latest.organisation
    receiver = queries.get_open_organisation(actor, receiver_id)
    there = functions.open_in_organisation(receiver.id)
    if there is None:
        raise NotFoundError
    both = Both(organisation.id, organisation.kind, receiver.id, receiver.kind)
    check_may_merge(both, latest.open, there, is_offered=receiver.is_offered)
    if _in_progress(latest.agreements) & _in_progress(functions.agreements_of(receiver.id)):
        raise OrganisationRuleError(OrganisationRefusal.BOTH_IN_PROGRESS, field="receiver")
    _hand_over(
        actor,
        latest,
        change,
        dict.fromkeys([one.id for one in latest.agreements], receiver.id),
        dict.fromkeys([one.id for one in latest.units], receiver.id),
        {receiver.id: True},
    )
    _end(actor, organisation, change, ChangeKind.MERGED, [receiver.id])


def _in_progress(agreements: Sequence[AgreementOf]) -> set[UUID]:
    """The subjects on which a municipality can have no other in progress."""
    return {one.subject_id for one in agreements if one.is_rival}


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """Which new organisations come after one, and which of them has what is open.

    `agreements` and `units` are receivers by the id of the thing. Everybody with a role in all of
    the organisation has it in those of `roles`, and its administrators in every new one.
    """

    successors: Sequence[NewOrganisation]
    agreements: Mapping[UUID, UUID]
    units: Mapping[UUID, UUID]
    roles: Sequence[UUID]


def divide(
    actor: Actor, ending: Ending, change: Change, division: Division, *, today: date
) -> None:
    """Divide an organisation into new ones, each of which gets what was chosen."""
    latest = _begin(actor, ending, change, today)
    if latest is None:
        return
    organisation = latest.organisation
    check_may_divide(organisation.kind, latest.open)
    new = [one.id for one in division.successors]
    if not {*division.agreements.values(), *division.units.values(), *division.roles} <= {*new}:
        raise NotFoundError
    # something came to be open between the page and here
    if {one.id for one in latest.agreements} - set(division.agreements) or {
        one.id for one in latest.units
    } - set(division.units):
        raise OrganisationRuleError(OrganisationRefusal.MORE_IS_OPEN)
    running = {division.agreements[one.id] for one in latest.agreements if one.is_running}
    check_somebody_acts(running, division.roles)
    for one in division.successors:
        add_organisation(actor, one)
    roles = {one: one in division.roles for one in new}
    _hand_over(actor, latest, change, division.agreements, division.units, roles)
    _end(actor, organisation, change, ChangeKind.DIVIDED, new)


def close(actor: Actor, ending: Ending, change: Change, *, today: date) -> None:
    """Close an organisation in which nothing is open; its units are closed with it."""
    latest = _begin(actor, ending, change, today, even_ended=True)
    if latest is None:
        return
    organisation = latest.organisation
    check_may_close(organisation.kind, latest.open, is_last=not list_receivers(actor, organisation))
    for unit in latest.units:
        functions.close_unit(
            functions.ClosedUnit(new_id(), unit.id, None, change.from_day, change.reason)
        )
    _end(actor, organisation, change, ChangeKind.CLOSED, [])


def _begin(
    actor: Actor, ending: Ending, change: Change, today: date, *, even_ended: bool = False
) -> Ending | None:
    """What is open as it is by then, one at a time in a county; None when it was done before."""
    hold(actor.county_id)
    if db.session.get(OrganisationChange, change.id) is not None:
        return None
    check_has_come(change.from_day, today)
    db.session.refresh(ending.organisation)
    if not may_end(ending.organisation, even_ended=even_ended):
        raise NotFoundError
    return get_ending(ending.organisation)


def _hand_over(
    actor: Actor,
    ending: Ending,
    change: Change,
    agreements: Mapping[UUID, UUID],
    units: Mapping[UUID, UUID],
    roles: Mapping[UUID, bool],
) -> None:
    """`roles` are those who come after: whether everybody goes along, or only administrators."""
    leaving = ending.organisation.id
    # roles first: those who come after are told of the agreements
    for receiver, is_all in roles.items():
        functions.move_roles(leaving, receiver, is_all=is_all)
    for unit in ending.units:
        functions.move_unit(
            functions.MovedUnit(
                new_id(), new_id(), unit.id, units[unit.id], change.from_day, change.reason
            )
        )
        audit.record(actor, "unit.moved", unit)
    for one in ending.agreements:
        functions.succeed_agreement(one.id, leaving, agreements[one.id])
        functions.pass_work(one.id, leaving, agreements[one.id])


def _end(
    actor: Actor,
    organisation: Organisation,
    change: Change,
    kind: ChangeKind,
    successor_ids: Sequence[UUID],
) -> None:
    # noted first: who ends their own organisation may no longer write in the log
    audit.record(actor, f"organisation.{kind.value}", organisation)
    db.session.flush()
    functions.end_organisation(
        functions.EndedOrganisation(
            change.id,
            organisation.id,
            kind.value,
            successor_ids,
            change.from_day,
            change.reason,
        )
    )


def move_unit(actor: Actor, unit: Unit, change: Change, *, receiver_id: UUID, today: date) -> None:
    """Let another organisation of the county have a unit, with the roles in it."""
    hold(actor.county_id)
    if db.session.get(OrganisationChange, change.id) is not None:
        return
    db.session.refresh(unit)
    check_has_come(change.from_day, today)
    receiver = queries.get_open_organisation(actor, receiver_id)
    if unit.closed_at is not None or not receiver.is_offered:
        raise NotFoundError
    functions.move_unit(
        functions.MovedUnit(
            change.id, new_id(), unit.id, receiver.id, change.from_day, change.reason
        )
    )
    audit.record(actor, "unit.moved", unit)
    db.session.refresh(unit)
