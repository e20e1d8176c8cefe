"""What each party has decided and signed, as pages show it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from agreements.decisions import has_decided, undecided
from agreements.queries.formality import Formalities
from agreements.rules import Part
from agreements.tables.agreement import Agreement
from agreements.tables.decision import Decision, DecisionExtract
from agreements.tables.signature import Signature


@dataclass(frozen=True, slots=True)
class Formality:
    """One party's decisions and signatures, as far as they have come.

    `bodies` are those that it has said are to decide for it, `lasting` the mandates of the
    signatures that others can still sign by.
    """

    party: str
    organisation_id: UUID
    bodies: Sequence[str]
    decisions: Sequence[Decision]
    signatures: Sequence[Signature]
    extracts: Mapping[UUID, Sequence[DecisionExtract]]
    part: Part = Part.BOUND
    lasting: Collection[UUID] = ()

    @property
    def has_decided(self) -> bool:
        """Whether every body that is to has."""
        return has_decided(self.bodies, [one.body for one in self.decisions])

    @property
    def undecided(self) -> Sequence[str]:
        """The bodies that have still to decide, where the party has named them."""
        return undecided(self.bodies, [one.body for one in self.decisions])

    @property
    def has_signed(self) -> bool:
        """Whether as many have as have to."""
        return any(one.completes for one in self.signatures)

    @property
    def missing(self) -> int:
        """How many more have to sign by a mandate that the first have signed by; 0 if by none."""
        lasting = [one for one in self.signatures if one.mandate_id in self.lasting]
        if self.has_signed or not lasting:
            return 0
        given = Counter(one.mandate_id for one in lasting)
        return min(one.needed - given[one.mandate_id] for one in lasting)

    @property
    def status(self) -> str:
        """How far the party has come, as in portal/web/statuses.py; "" before its decision."""
        if self.has_signed:
            return "signed"
        return "decided" if self.has_decided else ""

    @property
    def waits_for_decision(self) -> bool:
        """Whether it is still to decide."""
        return self.part.decides and not self.has_decided

    @property
    def waits_for_signature(self) -> bool:
        """Whether it is still to sign."""
        return self.part.signs and not self.has_signed


def formalities_of(
    agreement: Agreement,
    formal: Formalities,
    extracts: Mapping[UUID, Sequence[DecisionExtract]],
    lasting: Collection[UUID] = (),
) -> list[Formality]:
    """What each of those who were parties when the text was locked has decided and signed.

    `extracts` are those of each decision; `lasting` the mandates that others can still sign by.
    """
    version, decisions, signatures = formal.version, formal.decisions, formal.signatures
    return [
        Formality(
            party=party.organisation.name_at(version.made_at),
            organisation_id=party.organisation_id,
            bodies=party.bodies,
            decisions=decisions.get(party.organisation_id, ()),
            signatures=signatures.get(party.organisation_id, ()),
            extracts=extracts,
            part=party.part,
            lasting=lasting,
        )
        for party in agreement.parties_at(version.made_at)
        if party.part is not Part.CONSULTED
    ]
