"""The functions of the database that agreements call, with typed arguments and answers.

Their text is in migrations/functions, and who may call which is decided there. Nothing else in
agreements calls a function of the schema `app` by its name.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    JSON,
    Connection,
    Date,
    Integer,
    Row,
    RowMapping,
    Text,
    Uuid,
    bindparam,
    cast,
    column,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB

from agreements.groups import RHYTHM_FACTS
from agreements.rules import EXPIRES_SOON, REVIEWED_SOON
from portal.db import db

# put together once: a page of SIP or the board asks one of them
_MEASURES = select(
    func.app.measures_in_force(
        bindparam("municipality", type_=Uuid), bindparam("day", type_=Date)
    ).table_valued(
        *("agreement_id", "title", "revision", "section_number", "section_heading", "row_key"),
        *("phase", "measure", "position", "column_label", "organisation_id", "organisation"),
        *("value", "subject_id", "subject", "subject_en"),
    )
)
_IN_FORCE = select(
    func.app.in_force(
        bindparam("subject", type_=Uuid),
        bindparam("municipality", type_=Uuid),
        bindparam("first", type_=Date),
        bindparam("last", type_=Date),
    ).table_valued(
        *("agreement_id", "subject_id", "municipality_id", "title", "valid_from", "last_day"),
        column("municipality_ids", ARRAY(Uuid)),
        "covers_county",
    )
)
_SEARCH = select(
    func.app.search_agreements(
        bindparam("words", type_=Text),
        bindparam("subject", type_=Uuid),
        bindparam("municipality", type_=Uuid),
        bindparam("today", type_=Date),
        bindparam("most", type_=Integer),
        bindparam("skip", type_=Integer),
    ).table_valued(
        *("agreement_id", "subject_id", "title", "kind", "part_id"),
        *("part_key", "number", "name", "excerpt"),
        column("who", JSONB),
        "total",
        column("municipality_ids", ARRAY(Uuid)),
        "covers_county",
    )
)
_SUBJECTS_OF = select(
    func.app.subjects_of(bindparam("wanted", type_=ARRAY(Uuid))).table_valued(
        "agreement_id", "subject_id", "subject", "subject_en"
    )
)
_FACT = (
    *("subject_id", "subject", "subject_en", "agreement_id", "title"),
    *("since", "section_id", "section_key", "section_number", "section_heading"),
    *("key", "label", "kind"),
    column("declared", JSONB),
    column("said", JSONB),
)
_FACTS_IN_FORCE = select(
    func.app.facts_in_force(
        bindparam("about", type_=Uuid),
        bindparam("places", type_=ARRAY(Uuid)),
        bindparam("day", type_=Date),
        bindparam("starting", type_=Text),
    ).table_valued("municipality_id", *_FACT)
)
_FACTS_OF = select(
    func.app.facts_of(bindparam("wanted", type_=Uuid), bindparam("day", type_=Date)).table_valued(
        *_FACT
    )
)
_PARTS = select(
    func.app.agreement_parts(
        bindparam("agreement", type_=Uuid),
        bindparam("parts", type_=ARRAY(Text)),
        bindparam("about", type_=Uuid),
    ).table_valued("part", column("content", JSON))
)
_BOARD = select(
    func.app.county_board(
        bindparam("since", type_=Date), bindparam("about", type_=Uuid)
    ).table_valued(
        *("municipality_id", "agreement_id", "status", "status_at"),
        *("valid_from", "valid_until", "review_on"),
        *("creator_id", "party_ids", "done"),
        column("said", JSONB),
        column("suggestions", JSONB),
        *("is_written", "sections", "written"),
        column("remarks", JSONB),
        *("last_day", "due_on", "revision", "bound_ids", "open_ended"),
    )
)


def agreements_to_remind(connection: Connection, today: date) -> Sequence[RowMapping]:
    """What is known of those that somebody may have to be reminded of, as the worker."""
    asked = (today, EXPIRES_SOON.days, REVIEWED_SOON.days)
    found = select(
        func.app.agreements_to_remind(*asked).table_valued(
            *("agreement_id", "status", "status_at", "valid_from", "review_on", "creator_id"),
            *("party_ids", "done"),
            column("said", JSONB),
            column("suggestions", JSONB),
            *("is_written", "last_day", "due_on", "revision", "open_ended", "has_next"),
            "bound_ids",
        )
    )
    return connection.execute(found).mappings().all()


def queue_reminders(connection: Connection, wanted: Sequence[Mapping[str, str | None]]) -> int:
    """Queue them, as the worker; answers how many mails that were not queued before."""
    return connection.scalar(select(func.app.queue_reminders(cast(wanted, JSONB)))) or 0


_OPEN_GROUPS = (
    *("group_id", "name", "kind", "convener_id", "agreement_id", "every", "unit"),
    column("rhythm", JSONB),
    "formed_at",
    *("is_ended", "last_met"),
    column("coming", JSONB),
    column("unwritten", JSONB),
    column("unconfirmed", JSONB),
    column("decisions", JSONB),
)


def my_open_groups() -> Sequence[RowMapping]:
    """What is open in the groups that the asker's organisation takes part in."""
    found = select(func.app.my_open_groups(cast(RHYTHM_FACTS, JSONB)).table_valued(*_OPEN_GROUPS))
    return db.session.execute(found).mappings().all()


def groups_to_remind(connection: Connection) -> Sequence[RowMapping]:
    """What is open in all groups, as the worker."""
    found = select(func.app.groups_to_remind(cast(RHYTHM_FACTS, JSONB)).table_valued(*_OPEN_GROUPS))
    return connection.execute(found).mappings().all()


def queue_group_reminders(
    connection: Connection, wanted: Sequence[Mapping[str, str | None]]
) -> int:
    """Queue them, as the worker; answers how many mails that were not queued before."""
    queued = func.app.queue_group_reminders(cast(wanted, JSONB))
    return connection.scalar(select(queued)) or 0


def summon(meeting_id: UUID, kind: str, method: str, only_to: UUID | None = None) -> int:
    """Queue mail about a meeting to everybody who takes part, or to one organisation."""
    return db.session.scalar(select(func.app.summon(meeting_id, kind, method, only_to))) or 0


def tell_of_meeting(meeting_id: UUID, kind: str, organisation_id: UUID) -> int:
    """Queue mail about a meeting, without anything for a calendar, to one organisation."""
    told = func.app.summon(meeting_id, kind, None, organisation_id)
    return db.session.scalar(select(told)) or 0


def measures_in_force(municipality_id: UUID, day: date) -> Sequence[Row[Any]]:
    """The cells of what is in force in a municipality on a day, subject by subject, row by row."""
    return db.session.execute(_MEASURES, {"municipality": municipality_id, "day": day}).all()


def subjects_of(agreement_ids: Collection[UUID]) -> Sequence[Row[Any]]:
    """What each of some agreements is about."""
    return db.session.execute(_SUBJECTS_OF, {"wanted": list(agreement_ids)}).all()


def in_force(
    subject_id: UUID | None, municipality_id: UUID | None, first: date, last: date | None = None
) -> Sequence[Row[Any]]:
    """What holds on a day, or on some day between two; of every subject or municipality if None.

    Each once for each municipality that it holds in.
    """
    asked = {"subject": subject_id, "municipality": municipality_id, "first": first, "last": last}
    return db.session.execute(_IN_FORCE, asked).all()


def agreement_parts(
    agreement_id: UUID, parts: Collection[str], about: UUID | None
) -> Sequence[Row[Any]]:
    """The parts that are named of an agreement that the asker reads: (part, content)."""
    asked = {"agreement": agreement_id, "parts": list(parts), "about": about}
    return db.session.execute(_PARTS, asked).all()


def facts_in_force(
    subject_id: UUID | None, municipality_ids: Collection[UUID], day: date, starting: str
) -> Sequence[Row[Any]]:
    """What is agreed as data in some municipalities on a day, on one subject or on each."""
    asked = {"about": subject_id, "places": list(municipality_ids), "day": day}
    return db.session.execute(_FACTS_IN_FORCE, asked | {"starting": starting}).all()


def facts_of(agreement_id: UUID, day: date) -> Sequence[Row[Any]]:
    """What an agreement that has been signed says as data on a day."""
    return db.session.execute(_FACTS_OF, {"wanted": agreement_id, "day": day}).all()


def search_agreements(
    words: str,
    subject_id: UUID | None,
    municipality_id: UUID | None,
    today: date,
    *,
    most: int,
    skip: int,
) -> Sequence[Row[Any]]:
    """Where words stand in what holds today in the county, the best first."""
    asked = {"words": words, "subject": subject_id, "municipality": municipality_id}
    return db.session.execute(_SEARCH, asked | {"today": today, "most": most, "skip": skip}).all()


def county_board(since: date, subject_id: UUID) -> Sequence[RowMapping]:
    """Every agreement of the county on a subject that was in force, or worked on, since a day.

    Each once for each municipality that it holds in.
    """
    asked = {"since": since, "about": subject_id}
    return db.session.execute(_BOARD, asked).mappings().all()


class NewSignature(NamedTuple):
    """A signature and its evidence, in the order of app.sign."""

    id: UUID
    evidence_id: UUID
    agreement_id: UUID
    title: str
    commitment: str
    id_token: str
    provider_keys: Mapping[str, Any]
    proof: bytes


def sign(new: NewSignature) -> None:
    """Sign for the asker's party, in their own name."""
    *others, keys, proof = new
    db.session.execute(select(func.app.sign(*others, cast(keys, JSONB), proof)))


def register_paper(agreement_id: UUID, facts: Mapping[str, Any], content: bytes) -> None:
    """Register that every party has signed on paper, with the scan."""
    call = func.app.register_paper(agreement_id, cast(facts, JSONB), content)
    db.session.execute(select(call))


def withdraw_paper(agreement_id: UUID, by: str, reason: str) -> None:
    """Take back what was wrongly registered as signed on paper."""
    db.session.execute(select(func.app.withdraw_paper(agreement_id, by, reason)))


def take_amendment(agreement_id: UUID) -> UUID | None:
    """Let what has been signed amend its agreement; None when that can no longer be."""
    return db.session.scalar(select(func.app.take_amendment(agreement_id, type_=Uuid)))


def meets_in_decision(agreement_id: UUID) -> bool:
    """Whether another is being decided on that would hold in the same place at the same time."""
    return bool(db.session.scalar(select(func.app.meets_in_decision(agreement_id))))


def supersede_earlier(agreement_id: UUID) -> Sequence[UUID]:
    """End what an agreement that is now in force replaces; answers the ids of what ended."""
    call = func.app.supersede_earlier(agreement_id, type_=ARRAY(Uuid))
    return db.session.scalar(select(call)) or ()
