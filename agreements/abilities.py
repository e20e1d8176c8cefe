"""What the reader may do with an agreement here and now, for the buttons that pages show."""

from dataclasses import dataclass

from agreements.rules import IN_PROGRESS, MAY_BE_WITHDRAWN, Status
from agreements.tables.agreement import Agreement
from portal.authz import Actor, OrganisationKind, Role

MEETING = frozenset({Role.COORDINATOR, Role.SIGNATORY, Role.CASEWORKER})
"""Who reads what groups do (portal.policy)."""


@dataclass(frozen=True, slots=True)
class Abilities:
    """Role and state together. The guard and the rules decide again when a button is pressed."""

    edit: bool
    share: bool
    negotiate: bool
    answer: bool
    lock: bool
    decide: bool
    sign: bool
    withdraw: bool
    give_back: bool
    correct: bool
    act: bool
    lead: bool
    begin_from: bool
    set_due: bool
    report: bool
    compose: bool
    meet: bool


def abilities(actor: Actor, agreement: Agreement) -> Abilities:
    """Which buttons to show to `actor` in the state that the agreement is in."""
    own = actor.organisation_id
    is_coordinator = own in agreement.party_ids and Role.COORDINATOR in actor.roles
    binds = is_coordinator and own in agreement.bound_ids
    is_creator = agreement.creator_id == own
    is_signatory = own in agreement.bound_ids and Role.SIGNATORY in actor.roles
    status = agreement.status
    has_begun = status in {Status.IN_FORCE, Status.SUPERSEDED}
    is_formal = status in {Status.DECISION, Status.SIGNING}
    return Abilities(
        edit=is_coordinator and own in agreement.drafter_ids and status is Status.DRAFT,
        share=is_coordinator and is_creator and status is Status.DRAFT,
        negotiate=is_coordinator and status is Status.SHARED,
        answer=binds and status is Status.SHARED,
        lock=is_coordinator and own in agreement.decider_ids and status is Status.SHARED,
        decide=is_coordinator and own in agreement.decider_ids and status is Status.DECISION,
        sign=is_signatory and own in agreement.signer_ids and status is Status.SIGNING,
        withdraw=is_coordinator and is_creator and status in MAY_BE_WITHDRAWN,
        give_back=(binds or is_signatory) and is_formal,
        correct=is_coordinator and own in agreement.decider_ids and is_formal,
        act=binds and has_begun and agreement.is_own,
        lead=is_coordinator and is_creator,
        begin_from=agreement.is_signed
        and agreement.is_own
        and own not in agreement.municipality_ids
        and actor.organisation_kind is OrganisationKind.MUNICIPALITY
        and Role.COORDINATOR in actor.roles,
        set_due=is_coordinator and is_creator and status in IN_PROGRESS,
        report=has_begun
        and agreement.is_own
        and own in agreement.party_ids
        and bool({Role.COORDINATOR, Role.CASEWORKER} & actor.roles),
        compose=is_coordinator
        and is_creator
        and agreement.is_own
        and status in {Status.DRAFT, Status.SHARED},
        meet=agreement.is_own and bool(actor.roles & MEETING),
    )
