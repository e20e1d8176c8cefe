"""What waits on somebody, over all their agreements: three queries, however many there are."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from agreements import queries
from agreements.models import Agreement, Decision, DocumentVersion, Signature, Suggestion
from agreements.rules import (
    IN_PROGRESS,
    OPEN_SUGGESTIONS,
    Standing,
    Status,
    SuggestionStatus,
    standing,
)
from portal.authz import Actor, OrganisationKind, Role
from portal.db import db


class Task(StrEnum):
    """What is to be done, the most pressing first."""

    SIGN = "sign"
    DECIDE = "decide"
    ANSWER = "answer"
    RESOLVE = "resolve"
    RENEW = "renew"
    PUBLISH = "publish"
    PUT_TO_DECISION = "put_to_decision"
    WRITE = "write"
    CREATE = "create"


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that waits. CREATE has no agreement; suggestions carry theirs."""

    task: Task
    agreement: Agreement | None = None
    suggestion: Suggestion | None = None


def list_todo(actor: Actor, today: date) -> list[Todo]:
    """Everything that waits on the actor, the most pressing first."""
    agreements = queries.list_agreements(actor)
    items: list[Todo] = []
    if Role.SIGNATORY in actor.roles:
        items += _to_sign(actor, agreements)
    if Role.COORDINATOR in actor.roles:
        items += _for_coordinator(actor, agreements, today)
    order = list(Task)
    return sorted(items, key=lambda item: order.index(item.task))


def _to_sign(actor: Actor, agreements: Sequence[Agreement]) -> Iterator[Todo]:
    signing = [one for one in agreements if one.status is Status.SIGNING]
    done = _formalities_done(actor, Signature, signing)
    yield from (Todo(Task.SIGN, one) for one in signing if one.id not in done)


def _for_coordinator(actor: Actor, agreements: Sequence[Agreement], today: date) -> Iterator[Todo]:
    deciding = [one for one in agreements if one.status is Status.DECISION]
    done = _formalities_done(actor, Decision, deciding)
    yield from (Todo(Task.DECIDE, one) for one in deciding if one.id not in done)
    shared = [one for one in agreements if one.status is Status.SHARED]
    suggestions = _open_suggestions(shared)
    for agreement in shared:
        waiting = suggestions[agreement.id]
        yield from _on_suggestions(actor, agreement, waiting)
        if not waiting and agreement.creator_id == actor.organisation_id:
            yield Todo(Task.PUT_TO_DECISION, agreement)
    yield from (Todo(Task.WRITE, one) for one in agreements if one.status is Status.DRAFT)
    yield from _on_lifetime(actor, agreements, today)


def _on_suggestions(
    actor: Actor, agreement: Agreement, waiting: Sequence[Suggestion]
) -> Iterator[Todo]:
    for suggestion in waiting:
        is_own = suggestion.organisation_id == actor.organisation_id
        answered = {answer.organisation_id for answer in suggestion.answers}
        match suggestion.status:
            case SuggestionStatus.CONFLICT if is_own:
                yield Todo(Task.RESOLVE, agreement, suggestion)
            case SuggestionStatus.INTERNAL:
                yield Todo(Task.PUBLISH, agreement, suggestion)
            case SuggestionStatus.PUBLISHED if not is_own and actor.organisation_id not in answered:
                yield Todo(Task.ANSWER, agreement, suggestion)
            case _:
                pass


def _on_lifetime(actor: Actor, agreements: Sequence[Agreement], today: date) -> Iterator[Todo]:
    if actor.organisation_kind is not OrganisationKind.MUNICIPALITY:
        return
    if any(one.status in IN_PROGRESS for one in agreements):
        return
    standings = {one.id: standing(one.status, one.term, today) for one in agreements}
    lasting = {Standing.IN_FORCE, Standing.UPCOMING}
    if lasting & set(standings.values()):
        return
    expiring = [one for one in agreements if standings[one.id] is Standing.EXPIRING]
    yield from [Todo(Task.RENEW, one) for one in expiring[:1]] or [Todo(Task.CREATE)]


def _formalities_done(
    actor: Actor, kind: type[Decision] | type[Signature], agreements: Sequence[Agreement]
) -> set[UUID]:
    """The agreements on whose present version the actor's party has decided or signed."""
    if not agreements:
        return set()
    statement = (
        select(kind.agreement_id)
        .join(DocumentVersion, DocumentVersion.id == kind.document_version_id)
        .where(
            kind.agreement_id.in_([one.id for one in agreements]),
            kind.organisation_id == actor.organisation_id,
            DocumentVersion.voided_at.is_(None),
        )
    )
    return set(db.session.scalars(statement))


def _open_suggestions(agreements: Sequence[Agreement]) -> Mapping[UUID, list[Suggestion]]:
    found: dict[UUID, list[Suggestion]] = defaultdict(list)
    if agreements:
        statement = (
            select(Suggestion)
            .where(
                Suggestion.agreement_id.in_([one.id for one in agreements]),
                Suggestion.status.in_(OPEN_SUGGESTIONS),
            )
            .options(joinedload(Suggestion.answers))
            .order_by(Suggestion.created_at, Suggestion.id)
        )
        for suggestion in db.session.scalars(statement).unique():
            found[suggestion.agreement_id].append(suggestion)
    return found
