"""What an address points at: an agreement, or a part of one, found within what the actor sees."""

from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from agreements.queries.agreement import get_agreement
from agreements.queries.formality import get_extract, list_decisions
from agreements.queries.life import get_correction
from agreements.queries.matrix import has_column
from agreements.queries.suggestion import get_suggestion
from agreements.queries.text import SectionText, get_section
from agreements.tables.agreement import Agreement
from agreements.tables.decision import Decision, DecisionExtract
from agreements.tables.life import Correction
from agreements.tables.suggestion import Suggestion
from portal.authz import Actor
from portal.errors import NotFoundError

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class PartOf(Generic[Part]):
    """A part together with the agreement it was looked up in: never the one without the other."""

    agreement: Agreement
    part: Part

    @property
    def party_ids(self) -> frozenset[UUID]:
        """The organisations that take part in the agreement."""
        return self.agreement.party_ids

    @property
    def is_signed(self) -> bool:
        """Whether all parties have signed it."""
        return self.agreement.is_signed

    @property
    def creator_id(self) -> UUID:
        """The organisation that began the agreement."""
        return self.agreement.creator_id

    @property
    def drafter_ids(self) -> frozenset[UUID]:
        """Those that write the agreement while it is a draft."""
        return self.agreement.drafter_ids

    @property
    def decider_ids(self) -> frozenset[UUID]:
        """Those that decide on the agreement."""
        return self.agreement.decider_ids

    @property
    def signer_ids(self) -> frozenset[UUID]:
        """Those that sign the agreement."""
        return self.agreement.signer_ids

    @property
    def bound_ids(self) -> frozenset[UUID]:
        """Those that decide on the agreement or sign it."""
        return self.agreement.bound_ids


def get_section_part(actor: Actor, agreement_id: UUID, section_id: UUID) -> PartOf[SectionText]:
    """A section with its text."""
    agreement = get_agreement(actor, agreement_id)
    return PartOf(agreement, get_section(agreement, section_id))


def get_suggestion_part(
    actor: Actor, agreement_id: UUID, suggestion_id: UUID
) -> PartOf[Suggestion]:
    """A suggestion with its answers."""
    agreement = get_agreement(actor, agreement_id)
    return PartOf(agreement, get_suggestion(agreement, suggestion_id))


def get_correction_part(
    actor: Actor, agreement_id: UUID, correction_id: UUID
) -> PartOf[Correction]:
    """A correction with its answers, with the agreement it is of."""
    agreement = get_agreement(actor, agreement_id)
    if not agreement.is_own:
        agreement = get_agreement(actor, agreement.amends_id or agreement.id)
    return PartOf(agreement, get_correction(agreement, correction_id))


def get_own_decision(actor: Actor, agreement_id: UUID, decision_id: UUID) -> PartOf[Decision]:
    """A decision of the actor's party on the version that is up now."""
    agreement = get_agreement(actor, agreement_id)
    for one in list_decisions(agreement):
        if one.id == decision_id and one.organisation_id == actor.organisation_id:
            return PartOf(agreement, one)
    raise NotFoundError


def get_extract_part(actor: Actor, agreement_id: UUID, extract_id: UUID) -> PartOf[DecisionExtract]:
    """An extract of the minutes of one of the agreement's decisions."""
    agreement = get_agreement(actor, agreement_id)
    return PartOf(agreement, get_extract(agreement, extract_id))


def get_column_part(actor: Actor, agreement_id: UUID, column_id: UUID) -> PartOf[UUID]:
    """A column of the matrix, by its id."""
    agreement = get_agreement(actor, agreement_id)
    if not has_column(agreement, column_id):
        raise NotFoundError
    return PartOf(agreement, column_id)


def get_row_part(actor: Actor, agreement_id: UUID, row_id: UUID) -> PartOf[UUID]:
    """A row of the matrix, by its id; the service looks it up within the agreement."""
    return PartOf(get_agreement(actor, agreement_id), row_id)
