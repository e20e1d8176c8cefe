"""The functions of the database that identity calls, with typed arguments and answers.

Their text is in migrations/functions, and who may call which is decided there. Nothing else in
portal.identity calls a function of the schema `app` by its name. A `proof` is an HMAC by
session.prove: without it the database lets nobody become somebody else.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    Boolean,
    DateTime,
    Integer,
    LargeBinary,
    String,
    Uuid,
    cast,
    column,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from portal.db import db
from portal.ids import new_id

# -- Signing in ----------------------------------------------------------------------------------


def count_attempt(session: Session, key: bytes, most: int, seconds: int) -> bool:
    """Count an attempt under a keyed hash; whether it is among the first `most` in so long."""
    return bool(session.scalar(select(func.app.count_attempt(key, most, seconds))))


def keep_flow(state_hash: bytes, contents: Mapping[str, Any], seconds: int) -> None:
    """Remember a sign-in under way for so long."""
    db.session.execute(select(func.app.keep_flow(state_hash, cast(contents, JSONB), seconds)))


def take_flow(state_hash: bytes) -> dict[str, Any] | None:
    """What was remembered of a sign-in under way, once; None afterwards and when it is too old."""
    taken: dict[str, Any] | None = db.session.scalar(
        select(func.app.take_flow(state_hash, type_=JSONB))
    )
    return taken


class NewSession(NamedTuple):
    """What opens a session, in the order of app.open_session."""

    id: UUID
    issuer: str
    subject: str
    token_hash: bytes
    issuer_key: str
    sid: str | None
    level: int
    organisation_number: str | None
    idle_seconds: int
    absolute_seconds: int
    proof: bytes


def open_session(new: NewSession) -> bool:
    """Open a session for a known person; False for somebody nobody has invited."""
    return bool(db.session.scalar(select(func.app.open_session(*new))))


def touch_session(session: Session) -> None:
    """Note that the asker's session is in use."""
    session.execute(select(func.app.touch_session()))


def note_expired(session: Session, token: str) -> None:
    """Note, once, that the session of a token has ended by itself."""
    session.execute(select(func.app.note_expired(token)))


def end_session(session_id: UUID) -> bool:
    """End one of the asker's own sessions; False for any other."""
    return bool(db.session.scalar(select(func.app.end_session(session_id))))


def end_other_sessions() -> int:
    """End all of the asker's own sessions but the one that asks; answers how many."""
    return db.session.scalar(select(func.app.end_other_sessions())) or 0


class EndAtProvider(NamedTuple):
    """What the provider says has ended, in the order of app.end_sessions_at_provider."""

    issuer_key: str
    issuer: str
    subject: str | None
    sid: str | None
    token_hash: bytes
    kept_until: datetime
    proof: bytes


def end_sessions_at_provider(end: EndAtProvider) -> int | None:
    """End them; answers how many sessions that were, or None when that was done before."""
    ended: int | None = db.session.scalar(select(func.app.end_sessions_at_provider(*end)))
    return ended


def act_for(organisation_id: UUID) -> bool:
    """Let the asker's session act for another organisation; False where they have no role."""
    return bool(db.session.scalar(select(func.app.act_for(organisation_id))))


# -- What the asker is -----------------------------------------------------------------------------


class OpenSession(NamedTuple):
    """One of the asker's own sign-ins that still hold."""

    id: UUID
    issuer_key: str
    signed_in_at: datetime
    last_seen_at: datetime
    is_current: bool
    is_strong: bool


def my_sessions() -> Sequence[OpenSession]:
    """The asker's own sign-ins that still hold, the last used first."""
    rows = func.app.my_sessions().table_valued(
        column("session_id", Uuid),
        column("issuer_key", String),
        column("signed_in_at", DateTime(timezone=True)),
        column("last_seen_at", DateTime(timezone=True)),
        column("is_current", Boolean),
        column("is_strong", Boolean),
    )
    return [OpenSession(*row) for row in db.session.execute(select(rows))]


def choose_mail_language(wanted: str) -> bool:
    """Let the asker's mail be in another language; whether that was news."""
    return bool(db.session.scalar(select(func.app.choose_mail_language(wanted))))


def set_work_phone(number: str) -> bool:
    """Say where the asker is reached where they act; "" for nowhere. Whether that was news."""
    return bool(db.session.scalar(select(func.app.set_work_phone(new_id(), number))))


def speaks_for_mine(organisation_number: str | None) -> bool:
    """Whether a fresh sign-in for that organisation may act where the asker acts."""
    return bool(db.session.scalar(select(func.app.speaks_for_mine(organisation_number))))


class ActingFor(NamedTuple):
    """An organisation where the asker has a role."""

    id: UUID
    name: str
    is_current: bool


def my_organisations() -> Sequence[ActingFor]:
    """The organisations the asker can act for, in Swedish order."""
    rows = func.app.my_organisations().table_valued(
        column("organisation_id", Uuid), column("name", String), column("is_current", Boolean)
    )
    return [ActingFor(*row) for row in db.session.execute(select(rows))]


class KnownAs(NamedTuple):
    """How the asker's provider knows them."""

    issuer_key: str
    issuer: str
    subject: str


def my_identity() -> KnownAs | None:
    """How the asker's provider knows them; None without a session."""
    rows = func.app.my_identity().table_valued(
        column("issuer_key", String), column("issuer", String), column("subject", String)
    )
    row = db.session.execute(select(rows)).one_or_none()
    return None if row is None else KnownAs(*row)


# -- Forms that were sent when their session had ended ---------------------------------------------


class FormToKeep(NamedTuple):
    """What keeps a form, in the order of app.keep_form."""

    id: UUID
    key_hash: bytes
    account_id: UUID
    organisation_id: UUID
    sealed: bytes
    seconds: int
    proof: bytes


def keep_form(form: FormToKeep) -> bool:
    """Keep a form for a while; False when there is no room."""
    return bool(db.session.scalar(select(func.app.keep_form(*form))))


class KeptForm(NamedTuple):
    """A form that was kept for the asker. `sealed` is None while they act for somebody else.

    `is_member`: they have a role in the organisation that it was opened for.
    """

    sealed: bytes | None
    organisation_id: UUID
    organisation_name: str
    is_here: bool
    is_member: bool


def find_kept_form(form_id: UUID, key_hash: bytes) -> KeptForm | None:
    """The asker's own form, kept by this browser; None when it is not there any more."""
    rows = func.app.kept_form(form_id, key_hash).table_valued(
        column("form_sealed", LargeBinary),
        column("organisation_id", Uuid),
        column("organisation_name", String),
        column("is_here", Boolean),
        column("is_member", Boolean),
    )
    row = db.session.execute(select(rows)).one_or_none()
    return None if row is None else KeptForm(*row)


def drop_kept_form(form_id: UUID, key_hash: bytes) -> bool:
    """Forget a form that has been given back, or is not wanted; False when it is not there."""
    return bool(db.session.scalar(select(func.app.drop_kept_form(form_id, key_hash))))


# -- Invitations -----------------------------------------------------------------------------------


class Offer(NamedTuple):
    """What an invitation's code opens: a role, and for a private person their part in a plan.

    `indexed_by` is the organisation by whose index a private person's number is kept; `is_numbered`
    says whether one was noted, so that nobody else can use the code.
    """

    id: UUID
    issuer_key: str
    organisation_name: str
    role: str
    name: str
    plan_id: UUID | None
    plan_person_id: UUID | None
    indexed_by: UUID | None
    is_numbered: bool


def find_invitation(code_hash: bytes) -> Offer | None:
    """The invitation that a code belongs to, if it is still good."""
    rows = func.app.find_invitation(code_hash).table_valued(
        column("id", Uuid),
        column("issuer_key", String),
        column("organisation_name", String),
        column("role", String),
        column("name", String),
        column("plan_id", Uuid),
        column("plan_person_id", Uuid),
        column("indexed_by", Uuid),
        column("is_numbered", Boolean),
    )
    row = db.session.execute(select(rows)).one_or_none()
    return None if row is None else Offer(*row)


class Acceptance(NamedTuple):
    """What accepts an invitation, in the order of app.accept_invitation."""

    code_hash: bytes
    issuer_key: str
    issuer: str
    subject: str
    name: str
    email: str | None
    account_id: UUID
    membership_id: UUID
    organisation_number: str | None
    personnummer_index: bytes | None
    tells_number: bool
    proof: bytes


class Outcome(NamedTuple):
    """The organisation that an invitation led to, or why it did not and nothing was done."""

    organisation_id: UUID | None
    refusal: str | None


def accept_invitation(acceptance: Acceptance) -> Outcome | None:
    """Use an invitation's code; None when it is not good any more."""
    rows = func.app.accept_invitation(*acceptance).table_valued(
        column("organisation_id", Uuid), column("refusal", String)
    )
    row = db.session.execute(select(rows)).one_or_none()
    return None if row is None else Outcome(*row)


def individuals() -> UUID:
    """The organisation in which the asker's county's private people meet."""
    found: UUID = db.session.execute(select(func.app.individuals())).scalar_one()
    return found


# -- Departures ----------------------------------------------------------------------------------


class Waiting(NamedTuple):
    """What waits on somebody in the asker's organisation, and which roles others have too."""

    agreements: int
    in_force: int
    cases: int
    groups: int
    duties: int
    suggestions: int
    signings: int
    plans: int
    coordinates: int
    meetings: int
    follow_ups: int
    actions: int
    has_administrator: bool
    has_coordinator: bool
    has_signatory: bool
    has_reviewer: bool


def waiting_on(account_id: UUID) -> Waiting | None:
    """How much waits on a colleague of the asking administrator's; None for anybody else."""
    rows = func.app.waiting_on(account_id).table_valued(
        *(column(name, Integer) for name in Waiting._fields[:12]),
        *(column(name, Boolean) for name in Waiting._fields[12:]),
    )
    row = db.session.execute(select(rows)).one_or_none()
    return None if row is None else Waiting(*row)


def hand_over(leaving_id: UUID, successor_id: UUID) -> int | None:
    """Give a colleague's place in every plan to another colleague; answers in how many plans.

    None, and nothing is done, where the other cannot take part in one of them.
    """
    return db.session.scalar(select(func.app.hand_over(leaving_id, successor_id)))


def give_plans(successor_id: UUID, plans: Sequence[UUID]) -> int | None:
    """Give the asker's place in these plans to a colleague; answers in how many of them.

    None, and nothing is done, where the colleague cannot take part in one of them.
    """
    return db.session.scalar(select(func.app.give_plans(successor_id, list(plans))))


class StandingIn(NamedTuple):
    """Who stands in for whom, from a day until a day; both included."""

    id: UUID
    absent_id: UUID
    absent: str
    colleague_id: UUID
    colleague: str
    from_on: date
    until_on: date


def stand_ins() -> Sequence[StandingIn]:
    """Those of the asker's organisation, now or later, that concern the asker."""
    found = func.app.stand_ins().table_valued(*StandingIn._fields)
    return [StandingIn(*row) for row in db.session.execute(select(found))]


def begin_stand_in(
    stand_in_id: UUID, absent_id: UUID, colleague_id: UUID, from_on: date, until_on: date
) -> None:
    """Let a colleague stand in for the asker, or as an administrator for somebody else."""
    call = func.app.begin_stand_in(stand_in_id, absent_id, colleague_id, from_on, until_on)
    db.session.execute(select(call))


def end_stand_in(stand_in_id: UUID) -> bool:
    """Somebody stands in no longer; answers whether that was news."""
    return bool(db.session.scalar(select(func.app.end_stand_in(stand_in_id))))


def tell_colleague(account_id: UUID, kind: str, dedupe: str) -> None:
    """Tell somebody of the asking administrator's organisation what was done with their account."""
    db.session.execute(select(func.app.tell_colleague(account_id, kind, dedupe)))


def end_sessions_of(account_id: UUID) -> int:
    """End a colleague's sessions that act for the asking administrator's organisation; how many."""
    return db.session.scalar(select(func.app.end_sessions_of(account_id))) or 0


def log_subjects(entries: Sequence[UUID]) -> Mapping[UUID, tuple[str, str, str]]:
    """What entries of the own log are about: agreement, case number, and which part or whom."""
    if not entries:
        return {}
    found = func.app.log_subjects(list(entries)).table_valued(
        *("id", "agreement", "case_number", "part")
    )
    rows = db.session.execute(select(found))
    return {row[0]: (row[1] or "", row[2] or "", row[3] or "") for row in rows}
