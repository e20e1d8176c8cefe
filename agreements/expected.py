"""Who is expected to do what with one agreement now, or in a group: the one source of Att göra.

Pure functions. What is done about it is said in agreements.todo and on the agreement's own page.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from agreements.cases import OpenDeviation, OpenDispute
from agreements.readings import Stand
from agreements.rules import IN_PROGRESS, SIGNED, Status, SuggestionStatus
from agreements.terms import EXPIRES_SOON, REVIEWED_SOON, Term
from portal.authz import Actor, Role


class Task(StrEnum):
    """What is to be done, the most pressing first."""

    SIGN = "sign"
    DECIDE = "decide"
    ANSWER = "answer"
    RESOLVE = "resolve"
    READ = "read"
    AGREE = "agree"
    READY = "ready"
    CONFIRM = "confirm"
    CONCILIATE = "conciliate"
    EXPLAIN = "explain"
    LEARN = "learn"
    STATE = "state"
    ANSWER_TRANSFER = "answer_transfer"
    APPLY_TRANSFER = "apply_transfer"
    NOTE_RULING = "note_ruling"
    CONTACT = "contact"
    ACT = "act"
    REVIEW_LOB = "review_lob"
    FOLLOW_UP = "follow_up"
    RENEW = "renew"
    REPORT = "report"
    ENTER_VALUES = "enter_values"
    SETTLE_PROPOSALS = "settle_proposals"
    FINISH = "finish"
    PUBLISH = "publish"
    PUT_TO_DECISION = "put_to_decision"
    COMPLETE = "complete"
    WRITE = "write"
    CREATE = "create"
    CARRY_OUT = "carry_out"
    CONFIRM_MINUTES = "confirm_minutes"
    WRITE_MINUTES = "write_minutes"
    HAND_OVER_MINUTES = "hand_over_minutes"
    CONVENE = "convene"


_ORDER = {task: at for at, task in enumerate(Task)}


class Following(StrEnum):
    """What comes after an agreement that ends: the least first."""

    NONE = "none"
    BEGUN = "begun"
    SIGNED = "signed"


def least(found: Iterable[Following]) -> Following:
    """What comes after in several municipalities together."""
    return min(found, key=list(Following).index, default=Following.SIGNED)


@dataclass(frozen=True, slots=True)
class OpenSuggestion:
    """A suggestion that is not settled: whose it is, who has answered it, of which section.

    `until` is when the others are to have answered.
    """

    id: UUID
    status: SuggestionStatus
    party: UUID
    since: datetime
    answered: frozenset[UUID]
    section: UUID | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class OpenCorrection:
    """A correction that is not settled: whose it is, and who has said yes to it."""

    id: UUID
    party: UUID
    since: datetime
    agreed: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class UnconfirmedPaper:
    """What one party has registered as signed on paper, and who has said whether it is so."""

    party: UUID
    since: datetime
    answered: frozenset[UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of an agreement. `is_ready`: nothing in its content stops a decision.

    `parties` are those who write, read, decide or sign in its state; `bound` those of them who are
    not only asked for their view.
    `stands` is how each party stands to a text that is shared, `due_on` until when what its state
    waits for is to be done. `following` is what comes after it.
    """

    status: Status
    since: datetime
    term: Term
    creator: UUID
    parties: Sequence[UUID]
    bound: Sequence[UUID] = ()
    done: Collection[UUID] = ()
    stands: Mapping[UUID, Stand] = field(default_factory=dict)
    suggestions: Sequence[OpenSuggestion] = ()
    is_ready: bool = True
    correction: OpenCorrection | None = None
    due_on: date | None = None
    following: Following = Following.SIGNED
    paper: UnconfirmedPaper | None = None
    deviations: Sequence[OpenDeviation] = ()
    disputes: Sequence[OpenDispute] = ()


# where what is not done on the agreement's own page is done, below it
_PAGES = {
    Task.SIGN: "/sign",
    Task.DECIDE: "/decision",
    Task.FOLLOW_UP: "/review",
    Task.CONFIRM: "/paper/answer",
    Task.WRITE_MINUTES: "/minutes",
    Task.CONVENE: "/meetings/new",
}


@dataclass(frozen=True, slots=True)
class Expected:
    """One party is to do one thing: since when, until when if a day is set, and where."""

    task: Task
    party: UUID
    since: datetime
    until: date | None = None
    suggestion: UUID | None = None
    correction: UUID | None = None
    deviation: UUID | None = None
    dispute: UUID | None = None
    meeting: UUID | None = None
    decision: UUID | None = None

    @property
    def page(self) -> str:
        """Where it is done: below the agreement's or the group's own page, "" for that page."""
        if self.meeting is not None:
            return f"/meetings/{self.meeting}{_PAGES.get(self.task, '')}"
        if self.decision is not None:
            return f"/decisions/{self.decision}/done"
        places = {
            "suggestions": self.suggestion,
            "corrections": self.correction,
            "deviations": self.deviation,
            "disputes": self.dispute,
        }
        found = (f"/{place}/{one}" for place, one in places.items() if one is not None)
        return next(found, _PAGES.get(self.task, ""))

    def is_late(self, today: date) -> bool:
        """Whether the day has gone by."""
        return self.until is not None and self.until < today


def expected(facts: Facts, today: date) -> list[Expected]:
    """What each party is to do, the most pressing first.

    `facts.done` are the parties that have decided, or signed, by the state the agreement is in.
    """
    return sorted(_expected(facts, today), key=lambda one: _ORDER[one.task])


def role_of(task: Task) -> Role:
    """The role it takes to do it."""
    return Role.SIGNATORY if task is Task.SIGN else Role.COORDINATOR


def is_for(one: Expected, actor: Actor) -> bool:
    """Whether it is the actor who is to do it: somebody of the party, in the role it takes."""
    return one.party == actor.organisation_id and role_of(one.task) in actor.roles


def _expected(facts: Facts, today: date) -> Iterator[Expected]:
    match facts.status:
        case Status.DRAFT:
            yield from (_until_due(facts, Task.WRITE, party) for party in facts.parties)
        case Status.SHARED:
            yield from _while_shared(facts)
        case Status.DECISION | Status.SIGNING:
            task = Task.DECIDE if facts.status is Status.DECISION else Task.SIGN
            waiting = (party for party in facts.parties if party not in facts.done)
            yield from (_until_due(facts, task, party) for party in waiting)
        case Status.IN_FORCE | Status.SUPERSEDED:
            yield from _while_signed(facts, today)
        case _:
            pass


def _while_signed(facts: Facts, today: date) -> Iterator[Expected]:
    term = facts.term
    is_to_come = term.review_on is not None and today <= term.review_on <= today + REVIEWED_SOON
    if is_review_overdue(facts.status, term, today) or (is_to_come and is_held(term, today)):
        yield Expected(Task.FOLLOW_UP, _leads(facts), facts.since, term.review_on)
    last = term.valid_until
    if last is not None and last <= today + EXPIRES_SOON and facts.following in _TO_DO:
        yield Expected(_TO_DO[facts.following], facts.creator, facts.since, last)
    yield from _to_be_answered(facts)
    yield from _of_deviations(facts)
    yield from _of_disputes(facts)


def _of_disputes(facts: Facts) -> Iterator[Expected]:
    for one in facts.disputes:
        for side in sorted(one.asked):
            yield Expected(Task.CONCILIATE, side, one.since, dispute=one.id)
        for side in sorted(one.silent if not one.asked else ()):
            yield Expected(Task.STATE, side, one.since, one.until, dispute=one.id)


def _of_deviations(facts: Facts) -> Iterator[Expected]:
    for one in facts.deviations:
        if one.is_answered:
            yield Expected(Task.LEARN, one.reporter, one.since, deviation=one.id)
        else:
            yield Expected(Task.EXPLAIN, one.concerns, one.since, one.until, deviation=one.id)


# until the next one has been signed
_TO_DO = {Following.NONE: Task.RENEW, Following.BEGUN: Task.FINISH}


def _to_be_answered(facts: Facts) -> Iterator[Expected]:
    if (paper := facts.paper) is not None:
        for party in facts.bound:
            if party not in paper.answered | {paper.party}:
                yield Expected(Task.CONFIRM, party, paper.since)
    if (one := facts.correction) is not None:
        for party in facts.bound:
            if party not in one.agreed | {one.party}:
                yield Expected(Task.AGREE, party, one.since, correction=one.id)


def following(
    status: Status, last: date | None, others: Collection[tuple[Status, date | None]]
) -> Following:
    """What comes after one agreement, which nothing need when it is not in force.

    `others` are those on the same subject in the same place, each with its last day: one has been
    signed and holds longer, or is being worked on. The database says the same
    (app.agreements_to_remind).
    """
    if status is not Status.IN_FORCE or any(
        other in SIGNED and (end or date.max) > (last or date.max) for other, end in others
    ):
        return Following.SIGNED
    is_begun = any(other in IN_PROGRESS for other, _end in others)
    return Following.BEGUN if is_begun else Following.NONE


def _while_shared(facts: Facts) -> Iterator[Expected]:
    for one in facts.suggestions:
        yield from _on_suggestion(facts, one)
    # who is only asked for its view reads, and is not waited for
    unready = [party for party in facts.bound if facts.stands.get(party) is not Stand.READY]
    unread = [
        party
        for party in facts.parties
        if party != facts.creator and facts.stands.get(party, Stand.SILENT) is Stand.SILENT
    ]
    yield from (_until_due(facts, Task.READ, party) for party in unread)
    if not facts.is_ready:
        yield _until_due(facts, Task.COMPLETE, facts.creator)
    elif not any(one.status is not SuggestionStatus.INTERNAL for one in facts.suggestions):
        hiding = {one.party for one in facts.suggestions}
        # whoever wrote it is asked last, when the others are ready
        others = [party for party in unready if party != facts.creator] or unready
        asked = (party for party in others if party not in {*unread, *hiding})
        yield from (_until_due(facts, Task.READY, party) for party in asked)
        if not unready and not hiding:
            yield _until_due(facts, Task.PUT_TO_DECISION, _leads(facts))


def _leads(facts: Facts) -> UUID:
    """Who does what one party does for all: who began it, unless only asked for its view."""
    if facts.bound and facts.creator not in facts.bound:
        return facts.bound[0]
    return facts.creator


def _until_due(facts: Facts, task: Task, party: UUID) -> Expected:
    return Expected(task, party, facts.since, facts.due_on)


def _on_suggestion(facts: Facts, one: OpenSuggestion) -> Iterator[Expected]:
    match one.status:
        case SuggestionStatus.CONFLICT:
            yield Expected(Task.RESOLVE, one.party, one.since, facts.due_on, one.id)
        case SuggestionStatus.INTERNAL:
            yield Expected(Task.PUBLISH, one.party, one.since, facts.due_on, one.id)
        case _:
            waiting = {*facts.bound} - {one.party} - one.answered
            until = one.until or facts.due_on
            for party in facts.bound:
                if party in waiting:
                    yield Expected(Task.ANSWER, party, one.since, until, one.id)


def is_held(term: Term, today: date) -> bool:
    """Whether its last day has not gone by; `term` is how long it holds (`Agreement.held`)."""
    return term.end is not None and today <= term.end


def is_review_overdue(status: Status, term: Term, today: date) -> bool:
    """Whether the day it was to be followed up has gone by while it is still in force.

    `term` is how long it holds (`Agreement.held`).
    """
    if (
        status not in {Status.IN_FORCE, Status.SUPERSEDED}
        or term.review_on is None
        or term.end is None
    ):
        return False
    return term.review_on < today <= term.end


@dataclass(frozen=True, slots=True)
class GroupDecided:
    """What a group has decided that a party is to do, and by when."""

    id: UUID
    party: UUID
    since: datetime
    until: date
    text: str


@dataclass(frozen=True, slots=True)
class GroupMeets:
    """A meeting of a group, and since when it waits; `parties` are those it waits for."""

    id: UUID
    since: datetime
    parties: Sequence[UUID] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFacts:
    """What is open in a group. `next_on` is when its series says it should meet next.

    `coming` are the meetings that are planned, `since` when one of them begins; `unwritten` those
    that have been and have no minutes, `unconfirmed` those whose minutes are not fixed: they wait
    for the parties that are to confirm them, or for the convener to hand them over.
    """

    convener: UUID
    since: datetime
    next_on: date | None = None
    coming: Sequence[GroupMeets] = ()
    unwritten: Sequence[GroupMeets] = ()
    unconfirmed: Sequence[GroupMeets] = ()
    decisions: Sequence[GroupDecided] = ()


CONVENED_BEFORE = timedelta(days=30)
"""So long before a series says that a group should meet, its convener is asked to call it."""


def expected_in_group(facts: GroupFacts, today: date) -> list[Expected]:
    """What each party is to do in a group, the most pressing first."""
    found = [
        Expected(Task.CARRY_OUT, one.party, one.since, one.until, decision=one.id)
        for one in sorted(facts.decisions, key=lambda one: one.until)
    ]
    found += [
        Expected(Task.CONFIRM_MINUTES, party, one.since, meeting=one.id)
        for one in facts.unconfirmed
        for party in one.parties
    ]
    found += [
        Expected(Task.HAND_OVER_MINUTES, facts.convener, one.since, meeting=one.id)
        for one in facts.unconfirmed
        if not one.parties
    ]
    found += [
        Expected(Task.WRITE_MINUTES, facts.convener, one.since, meeting=one.id)
        for one in facts.unwritten
    ]
    is_due = facts.next_on is not None and facts.next_on <= today + CONVENED_BEFORE
    if is_due and not facts.coming and not facts.unwritten:
        found.append(Expected(Task.CONVENE, facts.convener, facts.since, facts.next_on))
    return found
