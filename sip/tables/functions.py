"""The functions of the database that SIP calls, with typed arguments and answers.

Their text is in migrations/functions, and who may call which is decided there. Nothing else in sip
calls a function of the schema `app` by its name. Each call asks within the transaction that is
open. One that refuses the caller raises sqlalchemy.exc.ProgrammingError (insufficient privilege).
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    Row,
    Text,
    Uuid,
    bindparam,
    cast,
    column,
    func,
    literal,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import InstrumentedAttribute

from portal.db import db

T = TypeVar("T")

_IDS = ARRAY(Uuid)


def _answer(call: ColumnElement[T]) -> T | None:
    return db.session.scalar(select(call))


# -- Opening plans -------------------------------------------------------------------------------

# put together once: every page of a plan asks one of them
_UNLOCK = select(
    func.app.unlock(
        bindparam("plans", type_=_IDS),
        bindparam("what", type_=Text),
        bindparam("at_once", type_=Boolean),
        bindparam("part_id", type_=Uuid),
    ).table_valued(
        *("plan_id", "wrapped", "master_version", "is_open", "is_owner", "is_handler"),
        *("participant_id", "person_id", "party", "sees_protected", "is_going", "ground", "plan"),
        *("subject_id", "subject_sealed", "stands_for"),
    )
)
_OPEN_PLAN = select(
    func.app.open_plan(
        bindparam("plan", type_=Uuid),
        bindparam("what", type_=Text),
        bindparam("at_once", type_=Boolean),
        bindparam("part_id", type_=Uuid),
    ).table_valued("part", "content")
)
_OPEN_TASKS = select(
    func.app.open_tasks(
        bindparam("now", type_=DateTime(timezone=True)),
        bindparam("today", type_=Date),
        bindparam("most", type_=Integer),
        bindparam("whose", type_=Text),
    ).table_valued(
        *("part", "plan_id", "id", "sealed", "due_on", "starts_at", "status", "is_remote"),
        *("number", "who"),
    )
)
_SAYINGS = select(
    func.app.sayings(bindparam("plan", type_=Uuid)).table_valued(
        "kind", "id", "category", column("sealed", LargeBinary)
    )
)
_CALL_UNITS = select(
    func.app.call_units(bindparam("plans", type_=_IDS)).table_valued("id", "came_from", "unit_id")
)
_AUDIENCE = select(
    func.app.audience(
        bindparam("plan", type_=Uuid),
        bindparam("source", type_=Uuid),
        bindparam("categories", type_=ARRAY(Text)),
    ).table_valued("category", column("parties", _IDS))
)
_KEPT_PARTS = select(
    func.app.kept_parts(bindparam("plan", type_=Uuid)).table_valued(
        "organisation", "kind", "is_own", "ends_on", "is_over"
    )
)
_READ_PLAN = select(
    func.app.read_plan(bindparam("plan", type_=Uuid)).table_valued("part", "content")
)


def unlock(
    plans: Sequence[UUID] | None, what: str, *, at_once: bool, part_id: UUID | None = None
) -> Sequence[Row[Any]]:
    """The key and the row of each of `plans` that the asker has a part in, and its row in the log.

    None asks for every plan that is open to them, or whose owner or handler they are. The row is
    chained `at_once`, or when the transaction commits. It says what is shown by a page of the kind
    `what`: of those about one part of the plan, that part's words (`part_id`).
    """
    values = {"plans": plans, "what": what, "at_once": at_once, "part_id": part_id}
    return db.session.execute(_UNLOCK, values).all()


def open_plan(
    plan_id: UUID, what: str, *, at_once: bool, part_id: UUID | None = None
) -> Sequence[Row[Any]]:
    """A plan's key with its log row, and all of the plan that the asker sees: (part, content).

    As `unlock` for `what`, `at_once` and `part_id`.
    """
    values = {"plan": plan_id, "what": what, "at_once": at_once, "part_id": part_id}
    return db.session.execute(_OPEN_PLAN, values).all()


def read_plan(plan_id: UUID) -> Sequence[Row[Any]]:
    """All of a plan that the asker sees, for a plan that is open already: (part, content)."""
    return db.session.execute(_READ_PLAN, {"plan": plan_id}).all()


def open_tasks(now: datetime, today: date, most: int | None, whose: str) -> Sequence[Row[Any]]:
    """The nearest `most` of what waits on the asker, with its plans' keys and rows in the log."""
    values = {"now": now, "today": today, "most": most, "whose": whose}
    return db.session.execute(_OPEN_TASKS, values).all()


def keep_key(plan_id: UUID, wrapped: bytes, master_version: int) -> None:
    """Store the wrapped key of a plan that the asker has just started."""
    _answer(func.app.keep_key(plan_id, wrapped, master_version))


# -- Which plans ---------------------------------------------------------------------------------


def note_read(plan_id: UUID, upto: datetime) -> int:
    """Note that the asker has read what they were told until then; answers how much was new."""
    return _answer(func.app.note_read(plan_id, upto)) or 0


def has_been_asked(plan_id: UUID) -> bool:
    """Whether something was asked while the person's own yes was needed (see its file)."""
    return bool(_answer(func.app.has_been_asked(plan_id)))


def note_handed_over(person_id: UUID, upto: datetime) -> int:
    """Note that what somebody was told until then was handed over; answers how much was new."""
    return _answer(func.app.note_handed_over(person_id, upto)) or 0


def seen_plans() -> Sequence[UUID]:
    """The plans whose workings are open to the asker: by consent, as owner, or as handler."""
    return _answer(func.app.seen_plans(type_=_IDS)) or []


def seen_and_owned_plans() -> tuple[Sequence[UUID], Sequence[UUID]]:
    """`seen_plans`, and those of them that are the asker's own, in one statement."""
    asked = select(func.app.seen_plans(type_=_IDS), func.app.my_owned_plans(type_=_IDS))
    seen, owned = db.session.execute(asked).one()
    return seen, owned


def written_plans() -> ColumnElement[Sequence[UUID]]:
    """The plans in which the asker has a part, whatever consent says: for use in a statement."""
    return cast(select(func.app.my_written_plans()).scalar_subquery(), _IDS)


def is_live(plan_id: UUID) -> bool:
    """Whether the asker may write in the plan now: it is open to them, or theirs, and goes on."""
    return bool(db.session.scalar(select(literal(plan_id) == func.any(func.app.live_plans()))))


def is_shown(plan_id: UUID) -> bool:
    """Whether the plan stands open to the asker now, or is theirs, also when it has ended."""
    return bool(db.session.scalar(select(literal(plan_id) == func.any(func.app.shown_plans()))))


def open_parties(plan_id: UUID) -> frozenset[UUID]:
    """The organisations and private people whom consent lets take part now."""
    return frozenset(_answer(func.app.open_parties(plan_id, type_=_IDS)) or ())


def audiences(
    plan_id: UUID, source: UUID, categories: Collection[str]
) -> Mapping[str, frozenset[UUID]]:
    """Who may see now what `source` holds in each category of a plan that the asker sees."""
    asked = {"plan": plan_id, "source": source, "categories": list(categories)}
    told = {row.category: frozenset(row.parties) for row in db.session.execute(_AUDIENCE, asked)}
    return {category: told.get(category, frozenset()) for category in categories}


def sayings(plan_id: UUID) -> Sequence[Row[Any]]:
    """What is said beside a plan's texts and is the asker's to read: kind, id, category, sealed."""
    return db.session.execute(_SAYINGS, {"plan": plan_id}).all()


# -- Consent -------------------------------------------------------------------------------------


def close_ungrounded(plan_id: UUID) -> None:
    """End what no longer has any ground: calls, places at meetings, mail not yet sent."""
    _answer(func.app.close_ungrounded(plan_id))


def longest_consent() -> timedelta | None:
    """How long somebody can say yes at a time, as the database holds it."""
    return _answer(func.app.longest_consent())


class BasisLimit(NamedTuple):
    """What the database holds a decision on one legal ground to; lists are in order."""

    code: str
    longest: timedelta
    may_decide: tuple[str, ...]
    may_receive: tuple[str, ...]
    conditions: tuple[str, ...]
    needs: tuple[str, ...]


_BASIS_LIMITS = select(func.app.basis_limits().table_valued(*BasisLimit._fields))


def basis_limits() -> frozenset[BasisLimit]:
    """What the database holds decisions on each legal ground to."""
    return frozenset(
        BasisLimit(row.code, row.longest, *(tuple(sorted(each)) for each in row[2:]))
        for row in db.session.execute(_BASIS_LIMITS)
    )


# -- People and calls ----------------------------------------------------------------------------


class Caseworker(NamedTuple):
    """Somebody with the role of caseworker in the asker's organisation; once for each unit."""

    account_id: UUID
    name: str
    unit: str | None


_CASEWORKERS = select(
    func.app.caseworkers(bindparam("plan", type_=Uuid)).table_valued("account_id", "name", "unit")
)


def list_caseworkers(plan_id: UUID | None = None) -> Sequence[Caseworker]:
    """The caseworkers of the asker's organisation, in the order of their names.

    For a plan those who can take part in it.
    """
    return [Caseworker(*row) for row in db.session.execute(_CASEWORKERS, {"plan": plan_id})]


def kept_parts(plan_id: UUID) -> Sequence[Row[Any]]:
    """Who keeps a part of a plan, by which kind of rule, and until when as far as it is told."""
    return db.session.execute(_KEPT_PARTS, {"plan": plan_id}).all()


def my_title() -> str:
    """What the asker was called when they last took part in a plan; "" where nothing is kept."""
    title: str | None = _answer(func.app.my_title())
    return title or ""


def next_case_number() -> str:
    """The next case number of the asker's organisation, such as 2026-00017."""
    number: str = db.session.execute(select(func.app.next_case_number())).scalar_one()
    return number


def may_end(participant_id: UUID) -> bool:
    """Whether the asker may take a participant out of the plan."""
    return bool(_answer(func.app.may_end(participant_id)))


def pass_on_part(participant_id: UUID, successor_id: UUID) -> int:
    """Give what a colleague is to do in the plan to another who is in it; answers how much."""
    return _answer(func.app.pass_on_part(participant_id, successor_id)) or 0


def tell_in_plan(plan_id: UUID, kind: str) -> None:
    """Tell those whom a plan stands open to that it is over, or goes on: on a page and by mail."""
    _answer(func.app.tell_in_plan(plan_id, kind))


def tell_of_consenter(plan_id: UUID, person_id: UUID, occasion: str) -> None:
    """Tell whom it concerns that somebody's part in whose consent is required has changed."""
    _answer(func.app.tell_of_consenter(plan_id, person_id, occasion))


def tell_of_proposal(change_id: UUID) -> None:
    """Tell the other handlers that a change waits for one of them to confirm it."""
    _answer(func.app.tell_of_proposal(change_id))


def tell_called_off(call_id: UUID) -> int:
    """Tell those who could answer a call that it is taken back; answers how many."""
    return _answer(func.app.tell_called_off(call_id)) or 0


def has_say(plan_id: UUID, person_id: UUID) -> bool:
    """Whether somebody's say counts in a plan that the asker handles, now or later."""
    return bool(_answer(func.app.has_say(plan_id, person_id)))


def keep_out(
    plan_id: UUID,
    person_id: UUID,
    kept_id: UUID,
    *,
    reason_sealed: bytes | None = None,
    confirm_by: date | None = None,
) -> bool:
    """Let nothing of a plan reach somebody in it; answers whether anything changed.

    Of somebody whose say counts with the reason, and by when another handler confirms it.
    """
    kept = func.app.keep_out(plan_id, person_id, kept_id, reason_sealed, confirm_by)
    return bool(_answer(kept))


def confirm_kept_out(kept_id: UUID) -> bool:
    """Confirm a colleague's decision to keep somebody out; answers whether anything changed."""
    return bool(_answer(func.app.confirm_kept_out(kept_id)))


def tell_of_kept_out(kept_id: UUID) -> None:
    """Tell the other handlers that one of them is to confirm that somebody is kept out."""
    _answer(func.app.tell_of_kept_out(kept_id))


def let_back(kept_id: UUID) -> bool:
    """Let somebody back who was kept out by a decision; answers whether anything changed."""
    return bool(_answer(func.app.let_back(kept_id)))


def reached_people(plan_id: UUID) -> frozenset[UUID]:
    """Those in a plan that the asker handles who read there what is written to them."""
    return frozenset(_answer(func.app.reached_people(plan_id, type_=_IDS)) or ())


def may_protect(plan_id: UUID) -> bool:
    """Whether the asker may say who sees the protected details of a plan."""
    return bool(_answer(func.app.may_protect(plan_id)))


def protect(plan_id: UUID, *, is_protected: bool, who_sees: Collection[UUID]) -> bool:
    """Protect a plan's details or end it; `who_sees` are participants. Whether anything changed."""
    named = literal(list(who_sees), _IDS)
    return bool(_answer(func.app.protect(plan_id, is_protected, named)))


def is_called_home(plan_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Whether the planning before somebody leaves hospital has been called to: in a statement."""
    return func.app.is_called_home(plan_id, type_=Boolean)


def may_call(plan_id: UUID, organisation_id: UUID) -> bool:
    """Whether consent lets an organisation be called to the plan now."""
    return bool(_answer(func.app.may_call(plan_id, organisation_id)))


def summons_facts(plan_id: UUID) -> Sequence[Row[Any]]:
    """What a call that waits where the asker works tells besides what is asked, told by `part`.

    A "purpose" with whose it is, the next "meeting" with its place, and each "party" that takes
    part.
    """
    rows = func.app.summons_facts(plan_id).table_valued(
        *("part", "id", "name", column("sealed", LargeBinary)),
        *("starts_at", "ends_at", "is_remote"),
    )
    return db.session.execute(select(rows)).all()


def call_openings(plan_id: UUID) -> Mapping[UUID, datetime]:
    """When the called first opened each call of a case of the asker's, by the calls' ids."""
    rows = func.app.call_openings(plan_id).table_valued("call_id", "at")
    return {row.call_id: row.at for row in db.session.execute(select(rows))}


def is_answered_here(call_id: UUID) -> bool:
    """Whether a call that lay where the asker works, and that consent supports, is answered."""
    return bool(_answer(func.app.is_answered_here(call_id)))


def confirm_words(kind: str, row_id: UUID, read_version: int, *, is_right: bool) -> bool:
    """Confirm what staff have noted in the person's name, or take that back.

    Answers whether it could still be said of it, as read.
    """
    return bool(_answer(func.app.confirm_words(kind, row_id, read_version, is_right)))


# -- Mail ----------------------------------------------------------------------------------------


def enqueue_for(
    account_id: UUID,
    kind: str,
    path: str,
    dedupe: str,
    *,
    plan_id: UUID,
    calendar: Mapping[str, object] | None = None,
) -> None:
    """Queue a mail to one account about a plan that the asker sees; a used `dedupe` queues nothing.

    `path` is the page that it links to, `calendar` the event of its calendar file.
    """
    event = literal(calendar, JSONB(none_as_null=True))
    _answer(func.app.enqueue_for(account_id, kind, path, dedupe, plan_id, event))


def is_called_at(plan_id: UUID, organisation_id: UUID, unit_id: UUID | None) -> bool:
    """Whether a call that was sent to the same unit is open, in a case of the asker's."""
    unit = literal(unit_id, Uuid)
    return bool(_answer(func.app.is_called_at(plan_id, organisation_id, unit)))


def call_units(plans: Collection[UUID]) -> Mapping[UUID, Row[Any]]:
    """The units that the asker may know, by the ids of calls and of their steps.

    Each row has `unit_id`, where it lies or went to, and `came_from`.
    """
    rows = db.session.execute(_CALL_UNITS, {"plans": list(plans)})
    return {row.id: row for row in rows}


def enqueue_called(call_id: UUID, kind: str, path: str, dedupe: str) -> None:
    """Queue a mail to those who may answer a call, where they work."""
    _answer(func.app.enqueue_called(call_id, kind, path, dedupe))


def enqueue_handlers(call_id: UUID, kind: str, path: str, dedupe: str) -> None:
    """Queue a mail to those who handle the case that a call to the asker's organisation is of."""
    _answer(func.app.enqueue_handlers(call_id, kind, path, dedupe))


def cancel_calendar(attendance_id: UUID) -> None:
    """Queue the cancellation of the event that somebody's place at a meeting was sent with."""
    _answer(func.app.cancel_calendar(attendance_id))


def remind(connection: Connection) -> int:
    """Queue the reminders that are due, as the worker. How many were queued."""
    return connection.scalar(select(func.app.remind())) or 0


def remind_reviewers(connection: Connection, days: int) -> int:
    """Queue the reminders of reviews not made for `days`, as the worker. How many were queued."""
    return connection.scalar(select(func.app.remind_reviewers(days))) or 0


def run_clocks() -> None:
    """Let every plan's clocks follow what has happened in it: for history entered as the owner."""
    plans = table("plan", column("id"), schema="app")
    db.session.execute(select(func.app.run_clocks(plans.c.id)))


# -- The log and the figures ---------------------------------------------------------------------


def readings(
    plan_id: UUID,
    before: int | None = None,
    most: int | None = None,
    *,
    reader: UUID | None = None,
    others: bool = False,
) -> Sequence[Row[Any]]:
    """Who has read a plan of the asker's, the newest first: those before an entry, or all.

    Of one account if it is named, and of others than the asker if they alone are asked for.
    """
    rows = func.app.readings(plan_id, before, most, reader, others).table_valued(
        "seq", "at", "name", "organisation", "unit", "what", "ground", "shown"
    )
    return db.session.execute(select(rows)).all()


def who_has_read(plan_id: UUID) -> Sequence[Row[Any]]:
    """Who has read a plan of the asker's, each once for each organisation, the last first."""
    rows = func.app.who_has_read(plan_id).table_valued(
        *("account_id", "name", "party", "organisation", "is_private", "is_owner", "is_mine"),
        *("first_at", "last_at", "times", "what", "shown"),
    )
    return db.session.execute(select(rows)).all()


def disclosures(plan_id: UUID) -> Sequence[Row[Any]]:
    """Which organisations have read a plan that the asker handles, without names of staff."""
    rows = func.app.disclosures(plan_id).table_valued(
        "party", "organisation", "first_at", "last_at", "times", "what", "shown"
    )
    return db.session.execute(select(rows)).all()


def review_signals(since: datetime, until: datetime, most: int) -> Sequence[Row[Any]]:
    """What stands out in what the reviewer's staff have read, of each kind at most so many.

    The first row is of all that they read from `since` until before `until`.
    """
    rows = func.app.review_signals(since, until, most).table_valued(
        "kind", "name", "case_number", "readings", "last_at", "found"
    )
    return db.session.execute(select(rows)).all()


def review_sample(since: datetime, until: datetime, size: int) -> Sequence[Row[Any]]:
    """A sample of what the reviewer's staff have read, the newest first."""
    rows = func.app.review_sample(since, until, size).table_valued(
        "at", "name", "unit", "case_number", "what", "ground"
    )
    return db.session.execute(select(rows)).all()


def publish_figures(connection: Connection) -> int:
    """Publish the figures of each county whose next round has come, as the worker. How many."""
    return connection.scalar(select(func.app.publish_figures())) or 0


# -- Copies --------------------------------------------------------------------------------------


class WrappedKey(NamedTuple):
    """A data key wrapped by the master key of a version."""

    wrapped: bytes
    master_version: int


def copies(plan_id: UUID) -> Sequence[Row[Any]]:
    """The copies made of a plan that the asker may know of, the newest first."""
    rows = func.app.copies(plan_id).table_valued(
        *("id", "party", "organisation", "form", "version_number", "made_at", "made_by"),
        *("is_own", "is_kept", "is_withheld"),
    )
    return db.session.execute(select(rows)).all()


def keep_copy_key(
    plan_id: UUID, organisation_id: UUID, wrapped: bytes, master_version: int
) -> WrappedKey | None:
    """Store the key of an organisation's copies of a plan, and answer the one that was kept first.

    None when the organisation's part of the plan has been shredded.
    """
    kept = func.app.keep_copy_key(plan_id, organisation_id, wrapped, master_version).table_valued(
        "wrapped", "master_version"
    )
    return _key(db.session.execute(select(kept)).one_or_none())


def unlock_copy(copy_id: UUID) -> WrappedKey | None:
    """The key of a copy of the asker's organisation, with its log row; None when shredded."""
    kept = func.app.unlock_copy(copy_id).table_valued("plan_id", "wrapped", "master_version")
    return _key(db.session.execute(select(kept)).one_or_none())


def _key(row: Row[Any] | None) -> WrappedKey | None:
    return None if row is None else WrappedKey(bytes(row.wrapped), row.master_version)


# -- Those who ask for a plan --------------------------------------------------------------------


class TakesRequests(NamedTuple):
    """An organisation that can be asked for a plan, and where it is reached."""

    id: UUID
    name: str
    county: str
    phone: str | None
    email: str | None
    address: str | None


def takes_requests() -> Sequence[TakesRequests]:
    """Whom anybody can ask for a plan."""
    rows = func.app.takes_requests().table_valued(
        column("id", Uuid), *("name", "county", "phone", "email", "address")
    )
    return [TakesRequests(*row) for row in db.session.execute(select(rows))]


def ask_for_plan(
    request_id: UUID, organisation_id: UUID, *, wrapped: bytes, master_version: int, sealed: bytes
) -> bool:
    """Keep that somebody asks; False for an organisation that nobody can ask here."""
    asked = func.app.ask_for_plan(request_id, organisation_id, wrapped, master_version, sealed)
    return bool(_answer(asked))
