"""Somebody asks for a plan: for themselves or for another, before there is any plan."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.errors import NotFoundError
from portal.vault import Place, vault
from sip.kernel.vocabulary import RequestOutcome
from sip.tables import functions
from sip.tables.functions import TakesRequests
from sip.tables.requests import PlanRequest


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody has written who asks for a plan.

    `for_whom` and `relation` are of another whom they ask for; "" where they ask for themselves.
    """

    name: str
    reached_at: str
    for_whom: str
    relation: str
    needs: str


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One that waits: since when, and who has taken it in hand."""

    id: UUID
    asked_at: datetime
    taken_by: str
    is_mine: bool


def whom_to_ask() -> Sequence[TakesRequests]:
    """Those who can be asked."""
    return functions.takes_requests()


def ask(organisation_id: UUID, wish: Wish, *, request_id: UUID) -> None:
    """Ask; what is sent twice is one. Raises NotFoundError for who takes no requests."""
    new = vault().new_key()
    said = json.dumps(asdict(wish), ensure_ascii=False)
    if not functions.ask_for_plan(
        request_id,
        organisation_id,
        wrapped=new.wrapped,
        master_version=new.master_version,
        sealed=new.key.seal(said, _place(request_id)),
    ):
        raise NotFoundError


def count_waiting(actor: Actor) -> int:
    """How many wait at the actor's organisation."""
    waiting = _waiting(actor).with_only_columns(func.count(PlanRequest.id)).order_by(None)
    return db.session.scalar(waiting) or 0


def list_waiting(actor: Actor) -> Sequence[RequestLine]:
    """What waits at the actor's organisation, the oldest first."""
    return [
        RequestLine(one.id, one.asked_at, one.taken_by_name or "", one.taken_by == actor.account_id)
        for one in db.session.scalars(_waiting(actor))
    ]


def get_request(actor: Actor, request_id: UUID) -> PlanRequest:
    """One that was sent to the actor's organisation, also one that somebody has answered."""
    found = db.session.get(PlanRequest, request_id)
    if found is None or found.organisation_id != actor.organisation_id:
        raise NotFoundError
    return found


def read(actor: Actor, request: PlanRequest) -> Wish | None:
    """What it says; None until the reader has taken it in hand, which stands in the log.

    Raises NotFoundError for one of which it has been said what came of it.
    """
    if request.settled_at is not None:
        raise NotFoundError
    if request.taken_by != actor.account_id or request.wrapped is None:
        return None
    key = vault().open_key(request.wrapped, request.master_version)
    return Wish(**json.loads(key.open(request.content_sealed, _place(request.id))))


def take(actor: Actor, request: PlanRequest, *, read: str, now: datetime) -> bool:
    """Take it in hand, from nobody or from a colleague.

    `read` is who had taken it when the page was opened, "" for nobody. Answers whether it is the
    actor's to read now: not where somebody else has taken it since.
    """
    _hold(request)
    if request.taken_by == actor.account_id or request.settled_at is not None:
        return True
    if str(request.taken_by or "") != read:
        return False
    request.taken_by, request.taken_by_name, request.taken_at = actor.account_id, actor.name, now
    audit.record(actor, "request.taken", request)
    db.session.flush()
    return True


def settle(actor: Actor, request: PlanRequest, outcome: RequestOutcome, *, now: datetime) -> None:
    """Say what came of it. Its key is gone with that: what it said can be read no more."""
    _hold(request)
    is_same = (request.settled_by, request.outcome) == (actor.name, outcome)
    if request.settled_at is not None and is_same:
        return  # a form sent twice
    if request.settled_at is not None or request.taken_by != actor.account_id:
        raise NotFoundError
    request.outcome, request.settled_by, request.settled_at = outcome, actor.name, now
    request.wrapped = None
    audit.record(actor, "request.settled", request, outcome=outcome.value)
    db.session.flush()


def _hold(request: PlanRequest) -> None:
    """Let nobody else change it meanwhile, and read it as it is now.

    One that has been settled is held by nobody: the database lets it change no more.
    """
    held = select(PlanRequest.id).where(PlanRequest.id == request.id).with_for_update()
    db.session.execute(held)
    db.session.refresh(request)


def _waiting(actor: Actor) -> Select[PlanRequest]:
    return (
        select(PlanRequest)
        .where(
            PlanRequest.organisation_id == actor.organisation_id, PlanRequest.settled_at.is_(None)
        )
        .order_by(PlanRequest.asked_at, PlanRequest.id)
    )


def _place(request_id: UUID) -> Place:
    return Place("plan_request", "content_sealed", request_id)
