"""The rules of drafting an agreement: states, suggestions and answers, the matrix. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from agreements.refusals import AgreementRuleError, Refusal
from portal.authz import OrganisationKind


class Status(StrEnum):
    """Where an agreement is on its way."""

    DRAFT = "draft"
    SHARED = "shared"
    DECISION = "decision"
    SIGNING = "signing"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


# DECISION and SIGNING lead back to SHARED: a changed text needs new decisions and signatures.
TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.SHARED, Status.WITHDRAWN}),
    Status.SHARED: frozenset({Status.DECISION, Status.WITHDRAWN}),
    Status.DECISION: frozenset({Status.SIGNING, Status.SHARED}),
    Status.SIGNING: frozenset({Status.IN_FORCE, Status.SHARED}),
    Status.IN_FORCE: frozenset({Status.SUPERSEDED}),
    Status.SUPERSEDED: frozenset(),
    Status.WITHDRAWN: frozenset(),
}

SIGNED = frozenset({Status.IN_FORCE, Status.SUPERSEDED})
"""Signed by all of its parties, and public since."""

IN_PROGRESS = frozenset({Status.DRAFT, Status.SHARED, Status.DECISION, Status.SIGNING})
MAY_BE_WITHDRAWN = frozenset(
    status for status, nexts in TRANSITIONS.items() if Status.WITHDRAWN in nexts
)


class Responsibility(StrEnum):
    """What a cell of the matrix says."""

    UNSET = "unset"
    RESPONSIBLE = "responsible"
    SHARED = "shared"
    PARTICIPATES = "participates"
    NONE = "none"


class PromptState(StrEnum):
    """What became of a guided question."""

    OPEN = "open"
    ANSWERED = "answered"
    NOT_RELEVANT = "not_relevant"


class SuggestionStatus(StrEnum):
    """The life of a proposed change. INTERNAL is seen by its own party alone."""

    INTERNAL = "internal"
    PUBLISHED = "published"
    CONFLICT = "conflict"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


OPEN_SUGGESTIONS = frozenset(
    {SuggestionStatus.INTERNAL, SuggestionStatus.PUBLISHED, SuggestionStatus.CONFLICT}
)


class Answer(StrEnum):
    """What a party says of a suggestion."""

    ACCEPT = "accept"
    REJECT = "reject"
    ABSTAIN = "abstain"


class Part(StrEnum):
    """What a party does in an agreement, beside writing it."""

    BOUND = "bound"
    DECIDES = "decides"
    SIGNS = "signs"
    CONSULTED = "consulted"

    @property
    def decides(self) -> bool:
        """Whether its bodies decide on the agreement."""
        return self in {Part.BOUND, Part.DECIDES}

    @property
    def signs(self) -> bool:
        """Whether its signatories sign it."""
        return self in {Part.BOUND, Part.SIGNS}


def part_of(*, decides: bool, signs: bool) -> Part:
    """The part of who decides, signs, does both or neither."""
    return next(one for one in Part if (one.decides, one.signs) == (decides, signs))


class ActKind(StrEnum):
    """What a party may do with an agreement that has been signed."""

    REVIEWED = "reviewed"
    NOTICE = "notice"


class CorrectionOf(StrEnum):
    """What a clerical error stands in."""

    TEXT = "text"
    TITLE = "title"
    PARAGRAPH = "paragraph"
    REFERENCE = "reference"
    DECIDED_ON = "decided_on"


class CorrectionStatus(StrEnum):
    """What has become of a correction that was proposed."""

    OPEN = "open"
    ADOPTED = "adopted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ReviewOutcome(StrEnum):
    """What a review came to."""

    KEEP = "keep"
    CHANGE = "change"
    END = "end"


def check_parts(
    parties: Collection[tuple[OrganisationKind, Part]], *, required: Collection[OrganisationKind]
) -> None:
    """Raise unless those whom the template asks for are bound, and at least two sign."""
    if set(required) - {kind for kind, part in parties if part is Part.BOUND}:
        raise AgreementRuleError(Refusal.MUST_TAKE_PART, field="parties")
    if sum(part.signs for _kind, part in parties) < LEAST_SIGNING:
        raise AgreementRuleError(Refusal.TOO_FEW_SIGN, field="parties")


LEAST_SIGNING = 2
"""An agreement binds at least so many."""


def check_transition(current: Status, wanted: Status) -> None:
    """Raise unless an agreement that is `current` may become `wanted`."""
    if wanted not in TRANSITIONS[current]:
        raise AgreementRuleError(Refusal.WRONG_STATE)


def check_status(current: Status, *allowed: Status) -> None:
    """Raise unless the agreement is in one of the `allowed` states."""
    if current not in allowed:
        raise AgreementRuleError(Refusal.WRONG_STATE)


@dataclass(frozen=True, slots=True)
class RowCheck:
    """The live check of one matrix row."""

    key: str
    responsible: tuple[str, ...]

    @property
    def lacks_responsible(self) -> bool:
        """Nobody answers for it: the chair everybody falls beside."""
        return not self.responsible

    @property
    def has_several(self) -> bool:
        """More than one has the main responsibility: allowed, but seldom meant."""
        return len(self.responsible) > 1


def check_row(key: str, values: Mapping[str, Responsibility]) -> RowCheck:
    """Check one row; `values` are column key -> value."""
    return RowCheck(
        key,
        tuple(column for column, value in values.items() if value is Responsibility.RESPONSIBLE),
    )


def check_suggestion(current_text: str, proposed_text: str, reason: str) -> None:
    """A suggestion must change something, and say why."""
    if current_text.strip() == proposed_text.strip():
        raise AgreementRuleError(Refusal.NOTHING_CHANGED, field="text")
    if not reason.strip():
        raise AgreementRuleError(Refusal.REASON_NEEDED, field="reason")


def check_answer(answer: Answer, reason: str, *, own: bool, status: SuggestionStatus) -> None:
    """A party answers others' published suggestions; a rejection says why."""
    if status is not SuggestionStatus.PUBLISHED:
        raise AgreementRuleError(Refusal.SUGGESTION_CLOSED)
    if own:
        raise AgreementRuleError(Refusal.OWN_SUGGESTION)
    if answer is Answer.REJECT and not reason.strip():
        raise AgreementRuleError(Refusal.REASON_NEEDED, field="reason")


def check_one_party(party: UUID, acted_for: Collection[UUID]) -> None:
    """Nobody decides or signs for two parties: `acted_for` are those whom the same person has."""
    if set(acted_for) - {party}:
        raise AgreementRuleError(Refusal.FOR_TWO_PARTIES)


def parties_of(account: UUID, acted: Iterable[tuple[UUID | None, UUID]]) -> set[UUID]:
    """The parties that somebody has acted for; `acted` are accounts, each with its party."""
    return {party for account_id, party in acted if account_id == account}


def outcome(
    parties: Collection[UUID], sponsor: UUID, answers: Mapping[UUID, Answer]
) -> SuggestionStatus:
    """What the answers so far make of a published suggestion (default adoption rule).

    All drafting parties must accept; the sponsor has by proposing. One rejection ends it. A party
    that abstains stands aside, but at least one other party must have accepted.
    """
    others = [answers.get(party) for party in parties if party != sponsor]
    if Answer.REJECT in others:
        return SuggestionStatus.REJECTED
    if None not in others and Answer.ACCEPT in others:
        return SuggestionStatus.ADOPTED
    return SuggestionStatus.PUBLISHED
