"""Who is expected to do what with one agreement now: the one source of Att göra and of next steps.

Pure functions. What is done about it is said in agreements.todo and on the agreement's own page.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from agreements.readings import Stand
from agreements.rules import (
    EXPIRES_SOON,
    IN_PROGRESS,
    REVIEWED_SOON,
    SIGNED,
    Status,
    SuggestionStatus,
    Term,
)
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
    FOLLOW_UP = "follow_up"
    RENEW = "renew"
    REPORT = "report"
    PUBLISH = "publish"
    PUT_TO_DECISION = "put_to_decision"
    COMPLETE = "complete"
    WRITE = "write"
    CREATE = "create"


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
    waits for is to be done. `has_next`: nobody need begin on the one that comes after it.
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
    has_next: bool = True
    paper: UnconfirmedPaper | None = None


# where what is not done on the agreement's own page is done, below it
_PAGES = {
    Task.SIGN: "/sign",
    Task.DECIDE: "/decision",
    Task.FOLLOW_UP: "/review",
    Task.CONFIRM: "/paper/answer",
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

    @property
    def page(self) -> str:
        """Where it is done: below the agreement's own page, "" for that page itself."""
        if self.suggestion is not None:
            return f"/suggestions/{self.suggestion}"
        if self.correction is not None:
            return f"/corrections/{self.correction}"
        return _PAGES.get(self.task, "")

    def is_late(self, today: date) -> bool:
        """Whether the day has gone by."""
        return self.until is not None and self.until < today


def expected(facts: Facts, today: date) -> list[Expected]:
    """What each party is to do, the most pressing first.

    `facts.done` are the parties that have decided, or signed, by the state the agreement is in.
    """
    order = list(Task)
    return sorted(_expected(facts, today), key=lambda one: order.index(one.task))


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
        yield Expected(Task.FOLLOW_UP, facts.creator, facts.since, term.review_on)
    last = term.valid_until
    if last is not None and last <= today + EXPIRES_SOON and not facts.has_next:
        yield Expected(Task.RENEW, facts.creator, facts.since, last)
    yield from _to_be_answered(facts)


def _to_be_answered(facts: Facts) -> Iterator[Expected]:
    if (paper := facts.paper) is not None:
        for party in facts.parties:
            if party not in paper.answered | {paper.party}:
                yield Expected(Task.CONFIRM, party, paper.since)
    if (one := facts.correction) is not None:
        for party in facts.bound:
            if party not in one.agreed | {one.party}:
                yield Expected(Task.AGREE, party, one.since, correction=one.id)


def has_next(
    status: Status, last: date | None, others: Iterable[tuple[Status, date | None]]
) -> bool:
    """Whether nobody need begin on the agreement that comes after one.

    `others` are those on the same subject in the same place, each with its last day: one is being
    worked on, or has been signed and holds longer. The database says the same
    (app.agreements_to_remind).
    """
    return status is not Status.IN_FORCE or any(
        other in IN_PROGRESS or (other in SIGNED and (end or date.max) > (last or date.max))
        for other, end in others
    )


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
            first = facts.creator if facts.creator in facts.bound else facts.bound[0]
            yield _until_due(facts, Task.PUT_TO_DECISION, first)


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
