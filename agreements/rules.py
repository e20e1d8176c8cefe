"""The rules of local agreements: states, negotiation, matrix checks. Pure functions."""

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

from portal.authz import OrganisationKind
from portal.errors import RuleBrokenError


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


class Standing(StrEnum):
    """How a municipality stands on a day: what the board shows, worked out and never typed in."""

    IN_FORCE = "in_force"
    EXPIRING = "expiring"
    UPCOMING = "upcoming"
    SIGNING = "signing"
    DECISION = "decision"
    SHARED = "shared"
    DRAFT = "draft"
    EXPIRED = "expired"
    MISSING = "missing"
    # of an agreement only: a municipality whose work was given up has none
    ABANDONED = "abandoned"


EXPIRES_SOON = timedelta(days=90)
REVIEWED_SOON = timedelta(days=30)


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


class OutlineKind(StrEnum):
    """What became of a part of an agreement, or of its name."""

    ROW_ADDED = "row_added"
    ROW_MOVED = "row_moved"
    ROW_REMOVED = "row_removed"
    ROW_RESTORED = "row_restored"
    COLUMN_ADDED = "column_added"
    COLUMN_CHANGED = "column_changed"
    COLUMN_REMOVED = "column_removed"
    COLUMN_RESTORED = "column_restored"
    ANNEX_ADDED = "annex_added"
    ANNEX_REPLACED = "annex_replaced"
    ANNEX_MOVED = "annex_moved"
    ANNEX_REMOVED = "annex_removed"
    ANNEX_RESTORED = "annex_restored"
    RENAMED = "renamed"
    AREA_CHANGED = "area_changed"
    PARTY_ADDED = "party_added"
    PARTY_CHANGED = "party_changed"
    PARTY_REMOVED = "party_removed"
    REPLACES_CHANGED = "replaces_changed"
    FACT_CHANGED = "fact_changed"


ANNEX_KINDS = frozenset(one for one in OutlineKind if one.value.startswith("annex_"))
ROW_KINDS = frozenset(one for one in OutlineKind if one.value.startswith("row_"))
COLUMN_KINDS = frozenset(one for one in OutlineKind if one.value.startswith("column_"))
PARTY_KINDS = frozenset(one for one in OutlineKind if one.value.startswith("party_"))
COMPOSITION_KINDS = PARTY_KINDS | {OutlineKind.AREA_CHANGED, OutlineKind.REPLACES_CHANGED}


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


class Refusal(StrEnum):
    """Why a rule said no. The view words it; the codes are stable."""

    WRONG_STATE = "wrong_state"
    NOT_READY = "not_ready"
    HALF_A_ROW = "half_a_row"
    HALF_A_TITLE = "half_a_title"
    HALF_AN_ANNEX = "half_an_annex"
    NOT_MOVED = "not_moved"
    HALF_A_COLUMN = "half_a_column"
    COLUMN_TAKEN = "column_taken"
    LAST_COLUMN = "last_column"
    COLUMN_OF_NOBODY = "column_of_nobody"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_ANNEXES = "too_many_annexes"
    DATES_REVERSED = "dates_reversed"
    TWO_ENDS = "two_ends"
    REVIEW_NEEDED = "review_needed"
    HAS_NO_END = "has_no_end"
    WHICH_END = "which_end"
    NEXT_REVIEW_NEEDED = "next_review_needed"
    REVIEW_OUTSIDE = "review_outside"
    NOTHING_CHANGED = "nothing_changed"
    REASON_NEEDED = "reason_needed"
    OWN_SUGGESTION = "own_suggestion"
    SUGGESTION_CLOSED = "suggestion_closed"
    ALREADY_DECIDED = "already_decided"
    ALREADY_SIGNED = "already_signed"
    SIGNED_ALREADY = "signed_already"
    DECISION_IN_FUTURE = "decision_in_future"
    DAY_IN_DOUBT = "day_in_doubt"
    NOT_A_BODY = "not_a_body"
    BODY_HAS_DECIDED = "body_has_decided"
    IN_PROGRESS = "in_progress"
    OVERLAPS = "overlaps"
    REPLACES_PAST = "replaces_past"
    NOT_A_PARTY = "not_a_party"
    NO_AREA = "no_area"
    OUTSIDE_AREA = "outside_area"
    BEGINS_WITHOUT_PART = "begins_without_part"
    DRAFTS_WITHOUT_PART = "drafts_without_part"
    MUST_TAKE_PART = "must_take_part"
    TOO_FEW_SIGN = "too_few_sign"
    COMPOSED_MEANWHILE = "composed_meanwhile"
    OVERLAPS_BEYOND = "overlaps_beyond"
    REPLACES_BEYOND = "replaces_beyond"
    RENEWS_ELSEWHERE = "renews_elsewhere"
    BEING_DECIDED = "being_decided"
    STALE_DOCUMENT = "stale_document"
    IS_OVER = "is_over"
    IS_ENDING = "is_ending"
    PROLONGING = "prolonging"
    PROLONGED_FROM = "prolonged_from"
    PROLONGED_UNTIL = "prolonged_until"
    PROLONGED_INTO = "prolonged_into"
    ADDED_FROM = "added_from"
    NOTHING_ADDED = "nothing_added"
    REVIEW_DAY = "review_day"
    NEXT_REVIEW = "next_review"
    NOTICE_DAY = "notice_day"
    MIXED_SIGNING = "mixed_signing"
    SIGNED_IN_FUTURE = "signed_in_future"
    NO_TERM = "no_term"
    BUILT_ON = "built_on"
    OWN_PAPER = "own_paper"
    ANOTHER_PAPER = "another_paper"
    REGISTERED_ALREADY = "registered_already"
    ANSWERED_ALREADY = "answered_already"
    HALF_A_SECTION = "half_a_section"
    DAYS_IN_DOUBT = "days_in_doubt"
    WORDS_NOT_THERE = "words_not_there"
    WORDS_NOT_ONCE = "words_not_once"
    SAME_WORDS = "same_words"
    TOO_MUCH_TO_CORRECT = "too_much_to_correct"
    CHANGES_WHO = "changes_who"
    HALF_A_CORRECTION = "half_a_correction"
    NOT_A_DAY = "not_a_day"
    CORRECTION_WAITS = "correction_waits"
    CORRECTION_SETTLED = "correction_settled"
    FOR_TWO_PARTIES = "for_two_parties"
    NOT_A_FILE = "not_a_file"
    TOO_LARGE_FILE = "too_large_file"
    TOO_MANY_FILES = "too_many_files"
    NO_MANDATE = "no_mandate"
    MANDATE_COMING = "mandate_coming"
    MANDATE_ENDED = "mandate_ended"
    MANDATE_REVOKED = "mandate_revoked"
    PLACE_TAKEN = "place_taken"
    NOT_YOUR_TURN = "not_your_turn"
    MANDATE_REVERSED = "mandate_reversed"
    MANDATE_OVER = "mandate_over"
    NOBODY_HOLDS = "nobody_holds"
    PLACES_UNEVEN = "places_uneven"
    TOO_FEW_PLACES = "too_few_places"
    DUE_PAST = "due_past"
    DUE_TOO_LATE = "due_too_late"
    TEXT_HAS_CHANGED = "text_has_changed"
    OWN_SUGGESTION_OPEN = "own_suggestion_open"


class AgreementRuleError(RuleBrokenError):
    """A rule of this domain, by its code."""

    def __init__(self, refusal: Refusal, *, field: str | None = None) -> None:
        super().__init__(refusal.value, field=field)
        self.refusal = refusal


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
class Term:
    """How long an agreement is meant to hold. Both days are included.

    `open_ended`: until further notice. Without that and without a last day, none is decided yet.
    """

    valid_from: date | None
    valid_until: date | None
    review_on: date | None
    open_ended: bool = False

    @property
    def end(self) -> date | None:
        """Its last day: the last there is where it has none; None while none is decided."""
        return date.max if self.open_ended else self.valid_until


def term_as_json(term: Term) -> dict[str, str | None]:
    """A term as a suggestion keeps it."""
    dates = {
        "valid_from": term.valid_from,
        "valid_until": term.valid_until,
        "review_on": term.review_on,
    }
    written = {name: day.isoformat() if day else None for name, day in dates.items()}
    return written | ({"open_ended": "yes"} if term.open_ended else {})


def term_from_json(dates: Mapping[str, str | None]) -> Term:
    """The term that `term_as_json` wrote."""

    def day(name: str) -> date | None:
        written = dates[name]
        return date.fromisoformat(written) if written else None

    is_open = dates.get("open_ended") is not None
    return Term(day("valid_from"), day("valid_until"), day("review_on"), is_open)


def with_review(term: Term, months: int) -> Term:
    """A term until further notice without a review: it is so many months after its first day."""
    if not term.open_ended or term.review_on or term.valid_from is None:
        return term
    return replace(term, review_on=months_after(term.valid_from, months))


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def check_term(term: Term) -> None:
    """Raise when the dates that are there cannot all be true.

    What holds until further notice is reviewed: else nobody would ever ask whether it still should.
    """
    if term.open_ended and term.valid_until:
        raise AgreementRuleError(Refusal.TWO_ENDS, field="valid_until")
    if term.open_ended and term.review_on is None:
        raise AgreementRuleError(Refusal.REVIEW_NEEDED, field="review_on")
    if term.valid_from and term.valid_until and term.valid_until <= term.valid_from:
        raise AgreementRuleError(Refusal.DATES_REVERSED, field="valid_until")
    if term.review_on and term.valid_from and term.review_on < term.valid_from:
        raise AgreementRuleError(Refusal.REVIEW_OUTSIDE, field="review_on")
    if term.review_on and term.valid_until and term.review_on > term.valid_until:
        raise AgreementRuleError(Refusal.REVIEW_OUTSIDE, field="review_on")


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


class DayDoubt(StrEnum):
    """Why a day is asked about before it is recorded as that of a decision."""

    LONG_AGO = "long_ago"
    BEFORE_WORK = "before_work"
    BEFORE_LOCK = "before_lock"


LONG_AGO = timedelta(days=365)


def doubt_day(decided_on: date, today: date, *, begun: date, locked_on: date) -> DayDoubt | None:
    """Why a body seldom decided on a text that day; raises for a day that has not been."""
    if decided_on > today:
        raise AgreementRuleError(Refusal.DECISION_IN_FUTURE, field="decided_on")
    if decided_on < today - LONG_AGO:
        return DayDoubt.LONG_AGO
    if decided_on < begun:
        return DayDoubt.BEFORE_WORK
    return DayDoubt.BEFORE_LOCK if decided_on < locked_on else None


def are_days_odd(decided: Collection[date], signed: Collection[date], first: date | None) -> bool:
    """Whether a party's days on a paper are seldom so.

    Its bodies decide, then somebody signs, and it holds from its `first` day: within a year of each
    other.
    """
    is_late = bool(decided and signed) and max(decided) > min(signed)
    days = sorted({*decided, *signed, *([first] if first else ())})
    return is_late or any(two - one > LONG_AGO for one, two in pairwise(days))


def undecided(bodies: Collection[str], decided: Collection[str]) -> list[str]:
    """Which of the bodies that a party has named have still to decide."""
    return [body for body in bodies if body not in decided]


def has_decided(bodies: Collection[str], decided: Collection[str]) -> bool:
    """Whether a party has: every body it has named or, where it has named none, one."""
    return bool(decided) and not undecided(bodies, decided)


def check_body(body: str, bodies: Collection[str], decided: Collection[str]) -> None:
    """Raise unless a decision by that body is waited for; `decided` are the others that have."""
    if body in decided or (decided and not bodies):
        raise AgreementRuleError(Refusal.ALREADY_DECIDED)
    if bodies and body not in bodies:
        raise AgreementRuleError(Refusal.NOT_A_BODY, field="body")


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


@dataclass(frozen=True, slots=True)
class Holding:
    """An agreement that has been signed, and from when until when it holds.

    Without a last day it holds until further notice. `is_within`: it holds nowhere but in the area
    that was asked about, so that another agreement for that area can take over from it.
    """

    id: UUID
    title: str
    valid_from: date
    last_day: date | None
    is_within: bool = True

    @property
    def end(self) -> date:
        """Its last day: the last there is where it has none."""
        return self.last_day or date.max


def meeting(term: Term, others: Iterable[Holding]) -> list[Holding]:
    """Those that hold on some day of a term: two of one subject and municipality never may."""
    if term.valid_from is None or term.end is None:
        return []
    return [one for one in others if one.valid_from <= term.end and one.end >= term.valid_from]


def check_alone(term: Term, others: Iterable[Holding], replaces: Collection[UUID]) -> None:
    """Raise when another than those it replaces holds on some day of its term."""
    met = [one for one in meeting(term, others) if one.id not in replaces]
    if not all(one.is_within for one in met):
        raise AgreementRuleError(Refusal.OVERLAPS_BEYOND, field="replaces")
    if met:
        raise AgreementRuleError(Refusal.OVERLAPS, field="replaces")


def check_takes_over(
    term: Term, others: Iterable[Holding], replaces: Collection[UUID], today: date
) -> None:
    """Raise when it begins before one of those that it replaces, which holds already, did.

    What has held has held: nothing that is signed later says that it never did.
    """
    for one in others:
        begun = one.id in replaces and one.valid_from <= today
        if begun and term.valid_from is not None and term.valid_from < one.valid_from:
            raise AgreementRuleError(Refusal.REPLACES_PAST, field="replaces")


def is_in_force(status: Status, term: Term, on: date) -> bool:
    """Whether an agreement binds its parties on a day; both end days are included.

    `term` is how long it holds (`Agreement.held`). The database says the same (app.in_force).
    """
    days = days_in_force(status, term)
    return days is not None and days[0] <= on <= days[1]


def days_in_force(status: Status, term: Term) -> tuple[date, date] | None:
    """The first and the last day on which an agreement binds its parties, if it does on any."""
    if status not in SIGNED or term.valid_from is None or term.end is None:
        return None
    return term.valid_from, term.end


def standing(status: Status, term: Term, on: date) -> Standing:
    """How one agreement stands on a day. `term` is how long it holds (`Agreement.held`)."""
    if status is Status.WITHDRAWN:
        return Standing.ABANDONED
    if status in SIGNED:
        return _standing_of_signed(status, term, on)
    return Standing(status.value)


def _standing_of_signed(status: Status, term: Term, on: date) -> Standing:
    first, last = term.valid_from, term.end
    if last is None or on > last or (first is not None and last < first):
        return Standing.EXPIRED
    if first is not None and on < first:
        return Standing.UPCOMING
    # one that another takes over from needs nobody to begin on the next
    is_last = status is Status.IN_FORCE
    return Standing.EXPIRING if is_last and last - on <= EXPIRES_SOON else Standing.IN_FORCE


def check_lasts(status: Status, held: Term, today: date) -> date:
    """Its last day (`Term.end`), of one that has been signed; raises when that has gone by."""
    check_status(status, Status.IN_FORCE, Status.SUPERSEDED)
    if held.end is None or held.end < today:
        raise AgreementRuleError(Refusal.IS_OVER)
    return held.end


def check_review(held: Term, last: date, day: date, following: date | None, today: date) -> None:
    """Raise unless it can have been reviewed on `day`, and be reviewed next on `following`."""
    if day > today or (held.valid_from is not None and day < held.valid_from):
        raise AgreementRuleError(Refusal.REVIEW_DAY, field="on_day")
    if following is None and held.open_ended:
        raise AgreementRuleError(Refusal.NEXT_REVIEW_NEEDED, field="until")
    if following is not None and not today < following <= last:
        raise AgreementRuleError(Refusal.NEXT_REVIEW, field="until")


def check_notice(held: Term, last: date, wanted: date, today: date) -> None:
    """Raise unless notice can make `wanted` its last day: not gone by, and earlier than it is."""
    first = max(today, held.valid_from or today)
    if not first <= wanted < last:
        raise AgreementRuleError(Refusal.NOTICE_DAY, field="until")


def check_may_amend(status: Status, ends_on: date | None) -> None:
    """Raise unless nothing has made an end of it: neither another that takes over, nor notice."""
    if status is not Status.IN_FORCE or ends_on is not None:
        raise AgreementRuleError(Refusal.IS_ENDING)


def day_after(held: Term) -> date | None:
    """When a prolongation begins; raises where there is nothing to prolong."""
    if held.open_ended:
        raise AgreementRuleError(Refusal.HAS_NO_END)
    return held.valid_until + timedelta(days=1) if held.valid_until else None


def check_prolongation(held: Term, wanted: Term, others: Iterable[Holding]) -> None:
    """Raise unless `wanted` goes on from the day after, and meets no other agreement."""
    if wanted.valid_from is None or wanted.valid_from != day_after(held):
        raise AgreementRuleError(Refusal.PROLONGED_FROM)
    if wanted.end is None:
        raise AgreementRuleError(Refusal.WHICH_END, field="valid_until")
    if wanted.end <= wanted.valid_from:
        raise AgreementRuleError(Refusal.PROLONGED_UNTIL, field="valid_until")
    if meeting(wanted, others):
        raise AgreementRuleError(Refusal.PROLONGED_INTO, field="valid_until")
    check_term(wanted)


def check_addendum(held: Term, last: date, first: date | None, before: date | None) -> None:
    """Raise unless an addendum begins while its agreement holds, not `before` an earlier one."""
    earliest = max(filter(None, (held.valid_from, before)), default=None)
    if first is None or first > last or (earliest is not None and first < earliest):
        raise AgreementRuleError(Refusal.ADDED_FROM, field="valid_from")


# The most telling first: a municipality with an agreement in force and a draft of the next one
# has an agreement in force.
_PRECEDENCE = tuple(Standing)


def strongest(standings: Iterable[Standing]) -> Standing:
    """How a municipality stands, given how each of its agreements does."""
    return min(standings, key=_PRECEDENCE.index, default=Standing.MISSING)
