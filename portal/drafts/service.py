"""Keeping, finding and ending drafts. Nobody is told of them, and no log knows them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from psycopg.errors import InsufficientPrivilege
from sqlalchemy import Select, Uuid, bindparam, func, select
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm.exc import StaleDataError

from portal.authz import Actor
from portal.db import db, hold
from portal.drafts.models import Draft
from portal.errors import NotFoundError, PortalError
from portal.ids import new_id
from portal.vault import DataKey, Place, vault

LASTS = timedelta(days=30)
"""How long a draft is kept after it was last saved."""
MOST = 200
"""How many drafts one person has at a time; for one more, the oldest gives way."""
LONGEST = 400_000
"""The most bytes of what one form sends."""

Fields = Sequence[tuple[str, str]]


class DraftElsewhereError(PortalError):
    """The place has a draft that another opened form writes in; nothing is written over."""

    def __init__(self, saved_at: datetime) -> None:
        super().__init__("the draft is held by another form")
        self.saved_at = saved_at


class DraftTooLargeError(PortalError):
    """More than a draft holds."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a form writes in: an agreement, a plan with its key, or neither; and at which stage."""

    stage: str = ""
    agreement_id: UUID | None = None
    plan_id: UUID | None = None
    key: DataKey | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft, opened: what the form held, and `base`, a mark of what was published then."""

    holder: UUID
    saved_at: datetime
    fields: Fields
    base: str


def find(actor: Actor, scope: Scope, place: str, *, now: datetime) -> Kept | None:
    """The actor's draft in this place, if it may be read now."""
    row = _find(actor, place)
    if row is None or _is_over(row, now):
        return None
    content = json.loads(_key_of(row, scope).open(row.content_sealed, _seal(row)))
    fields = tuple((name, text) for name, text in content["fields"])
    return Kept(holder=row.holder, saved_at=row.saved_at, fields=fields, base=content["base"])


def keep(
    actor: Actor,
    scope: Scope,
    place: str,
    *,
    holder: UUID,
    fields: Fields,
    base: str,
    now: datetime,
) -> None:
    """Save what the form `holder` holds, in place of what it held before.

    Raises DraftElsewhereError when the place has a draft of another form, DraftTooLargeError, and
    NotFoundError when the right to write there has ended since the page let the writer in.
    """
    content = json.dumps({"fields": list(fields), "base": base}, ensure_ascii=False)
    if len(content.encode()) > LONGEST:
        raise DraftTooLargeError
    hold(actor.account_id)
    row = _find(actor, place)
    if row is not None and row.holder != holder:
        if not _is_over(row, now):
            raise DraftElsewhereError(row.saved_at)
        db.session.delete(row)
        db.session.flush()
        row = None
    if row is None:
        _make_room(actor)
        row = _new_row(actor, scope, place, holder)
        db.session.add(row)
    row.content_sealed = _key_of(row, scope).seal(content, _seal(row))
    row.saved_at = now
    _write()


def take_over(actor: Actor, place: str) -> None:
    """Let no form that is open go on in the draft: the next to be opened with it does."""
    row = _find(actor, place)
    if row is not None:
        row.holder = new_id()
        _write()


def throw_away(actor: Actor, place: str) -> None:
    """Delete the draft."""
    row = _find(actor, place)
    if row is not None:
        db.session.delete(row)


def end(actor: Actor, place: str, holder: UUID) -> None:
    """Delete the draft, as the form that wrote it has been sent; another form's stays."""
    row = _find(actor, place)
    if row is not None and row.holder == holder:
        db.session.delete(row)
        # before the command: it may take away the right to see the row
        db.session.flush()


def delete_expired(now: datetime, *, most: int) -> int:
    """Delete up to `most` drafts that nobody has written in for a while; says how many."""
    expired = select(Draft).where(Draft.saved_at <= now - LASTS).order_by(Draft.saved_at)
    found = db.session.scalars(expired.limit(most)).all()
    for row in found:
        db.session.delete(row)
    return len(found)


def _write() -> None:
    """Have the database take what was changed, or say as for any page that it is there no more.

    Consent, a stage or a role may end between the page and here: the row is refused, or seen no
    longer.
    """
    try:
        db.session.flush()
    except StaleDataError:
        raise NotFoundError from None
    except ProgrammingError as error:
        if isinstance(error.orig, InsufficientPrivilege):
            raise NotFoundError from None
        raise


def _own(actor: Actor) -> Select[Draft]:
    # the database says the same of everybody's, and whether it may still be read
    return select(Draft).where(
        Draft.account_id == actor.account_id, Draft.organisation_id == actor.organisation_id
    )


# put together once: every page with a form that is drafted asks it
_LATEST = (
    select(Draft)
    .where(
        Draft.account_id == bindparam("account_id", type_=Uuid),
        Draft.organisation_id == bindparam("organisation_id", type_=Uuid),
        Draft.place == bindparam("place"),
    )
    .order_by(Draft.saved_at.desc())
    .limit(1)
)


def _find(actor: Actor, place: str) -> Draft | None:
    asked = {"account_id": actor.account_id, "organisation_id": actor.organisation_id}
    return db.session.scalar(_LATEST, asked | {"place": place})


def _is_over(row: Draft, now: datetime) -> bool:
    return row.saved_at <= now - LASTS


def _make_room(actor: Actor) -> None:
    count = db.session.scalar(select(func.count()).select_from(_own(actor).subquery())) or 0
    if count >= MOST:
        oldest = _own(actor).order_by(Draft.saved_at).limit(count - MOST + 1)
        for row in db.session.scalars(oldest):
            db.session.delete(row)


def _new_row(actor: Actor, scope: Scope, place: str, holder: UUID) -> Draft:
    own = vault().new_key() if scope.key is None else None
    return Draft(
        id=new_id(),
        county_id=actor.county_id,
        organisation_id=actor.organisation_id,
        account_id=actor.account_id,
        place=place,
        stage=scope.stage,
        agreement_id=scope.agreement_id,
        plan_id=scope.plan_id,
        holder=holder,
        wrapped=own.wrapped if own else None,
        master_version=own.master_version if own else None,
    )


def _key_of(row: Draft, scope: Scope) -> DataKey:
    if scope.key is not None:
        return scope.key
    if row.wrapped is None or row.master_version is None:
        raise LookupError(
            "a draft of a plan, asked for outside it"
        )  # a CHECK and `place` forbid it
    return vault().open_key(row.wrapped, row.master_version)


def _seal(row: Draft) -> Place:
    return Place("draft", "content_sealed", row.id)
