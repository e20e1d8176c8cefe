"""Who is expected to do what with one agreement now: the one source of Att göra and of next steps.

Pure functions. What is done about it is said in agreements.todo and on the agreement's own page.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from agreements.readings import Stand
from agreements.rules import Status, SuggestionStatus, Term
from portal.authz import Actor, Role


class Task(StrEnum):
    """What is to be done, the most pressing first."""

    SIGN = "sign"
    DECIDE = "decide"
    ANSWER = "answer"
    RESOLVE = "resolve"
    READ = "read"
    READY = "ready"
    FOLLOW_UP = "follow_up"
    RENEW = "renew"
    PUBLISH = "publish"
    PUT_TO_DECISION = "put_to_decision"
    COMPLETE = "complete"
    WRITE = "write"
    CREATE = "create"


@dataclass(frozen=True, slots=True)
class OpenSuggestion:
    """A suggestion that is not settled: whose it is, who has answered it, of which section."""

    id: UUID
    status: SuggestionStatus
    party: UUID
    since: datetime
    answered: frozenset[UUID]
    section: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of an agreement. `is_ready`: nothing in its content stops a decision.

    `parties` are those who write, read, decide or sign in its state; `bound` those of them who are
    not only asked for their view.
    `stands` is how each party stands to a text that is shared, `due_on` until when what its state
    waits for is to be done.
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
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """One party is to do one thing: since when, until when if a day is set, and where."""

    task: Task
    party: UUID
    since: datetime
    until: date | None = None
    suggestion: UUID | None = None

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
        case Status.IN_FORCE | Status.SUPERSEDED if is_review_overdue(
            facts.status, facts.term, today
        ):
            yield Expected(Task.FOLLOW_UP, facts.creator, facts.since, facts.term.review_on)
        case _:
            pass


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
            for party in facts.bound:
                if party in waiting:
                    yield Expected(Task.ANSWER, party, one.since, facts.due_on, one.id)


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
