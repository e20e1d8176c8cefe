"""What the reader may do with an agreement here and now, for the buttons that pages show."""

from dataclasses import dataclass

from agreements.models import Agreement
from agreements.rules import MAY_BE_WITHDRAWN, Status
from portal.authz import Actor, OrganisationKind, Role


@dataclass(frozen=True, slots=True)
class Abilities:
    """Role and state together. The guard and the rules decide again when a button is pressed."""

    edit: bool
    negotiate: bool
    decide: bool
    sign: bool
    withdraw: bool
    give_back: bool
    correct: bool
    act: bool
    prolong: bool
    begin_from: bool


def abilities(actor: Actor, agreement: Agreement) -> Abilities:
    """Which buttons to show to `actor` in the state that the agreement is in."""
    is_party = actor.organisation_id in agreement.party_ids
    is_coordinator = is_party and Role.COORDINATOR in actor.roles
    is_creator = agreement.creator_id == actor.organisation_id
    is_signatory = is_party and Role.SIGNATORY in actor.roles
    status = agreement.status
    has_begun = status in {Status.IN_FORCE, Status.SUPERSEDED}
    may_last = status is Status.IN_FORCE and agreement.is_own and agreement.ends_on is None
    is_formal = status in {Status.DECISION, Status.SIGNING}
    return Abilities(
        edit=is_coordinator and is_creator and status is Status.DRAFT,
        negotiate=is_coordinator and status is Status.SHARED,
        decide=is_coordinator and status is Status.DECISION,
        sign=is_signatory and status is Status.SIGNING,
        withdraw=is_coordinator and is_creator and status in MAY_BE_WITHDRAWN,
        give_back=(is_coordinator or is_signatory) and is_formal,
        correct=is_coordinator and is_formal,
        act=is_coordinator and has_begun and agreement.is_own,
        prolong=is_coordinator and is_creator and may_last,
        begin_from=agreement.is_signed
        and agreement.is_own
        and actor.organisation_id not in agreement.municipality_ids
        and actor.organisation_kind is OrganisationKind.MUNICIPALITY
        and Role.COORDINATOR in actor.roles,
    )
