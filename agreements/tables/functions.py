"""The functions of the database that agreements call, with typed arguments and answers.

Their text is in migrations/functions, and who may call which is decided there. Nothing else in
agreements calls a function of the schema `app` by its name.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    JSON,
    Connection,
    Date,
    DateTime,
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
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm.attributes import set_committed_value

from agreements.groups import RHYTHM_FACTS
from agreements.tables.agreement import Agreement
from agreements.tables.party import AgreementParty
from agreements.tables.template import Subject
from agreements.tables.text import Section, SectionVersion
from agreements.terms import EXPIRES_SOON, REVIEWED_SOON
from portal.db import db
from portal.loaded import as_loaded, loaded_columns
from portal.tenancy.models import Organisation

# app.agreement_with_parties() gives whole rows of these
_ROWS = {
    "agreement": Agreement,
    "subject": Subject,
    "party": AgreementParty,
    "organisation": Organisation,
}
_VALUES = {name: loaded_columns(model) for name, model in _ROWS.items()}
_WITH_PARTIES = (
    text(
        "select "  # noqa: S608 (our own names)
        + ", ".join(f"(f.{table}).{name}" for table, columns in _VALUES.items() for name in columns)
        + " from app.agreement_with_parties(:wanted) f"
    )
    .bindparams(bindparam("wanted", type_=Uuid))
    .columns(*(one for columns in _VALUES.values() for one in columns.values()))
)

_SECTION_COLUMNS = loaded_columns(Section)
_TEXT_COLUMNS = (
    SectionVersion.text,
    SectionVersion.author_name,
    SectionVersion.organisation_id,
    SectionVersion.created_at,
    SectionVersion.suggestion_id,
)
_SECTIONS = (
    text(
        "select "  # noqa: S608 (our own names)
        + ", ".join(f"(f.section).{name}" for name in _SECTION_COLUMNS)
        + "".join(f", f.{one.key}" for one in _TEXT_COLUMNS)
        + " from app.sections_with_text(:wanted, :only_one) f"
    )
    .bindparams(bindparam("wanted", type_=Uuid), bindparam("only_one", type_=Uuid))
    .columns(*_SECTION_COLUMNS.values(), *_TEXT_COLUMNS)
)

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
        "on_paper",
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
        "is_left",
        "on_paper",
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
_LOB_CARD = select(
    func.app.lob_card(
        bindparam("wanted", type_=Uuid), bindparam("held", type_=Text), bindparam("day", type_=Date)
    ).table_valued(
        *("title", "county", "holds", "begins", "last_day", "code"),
        *("since", "next_id", "next_code"),
        column("facts", JSONB),
    )
)
_LOB_CARD_OF = select(
    func.app.lob_card_of(bindparam("wanted", type_=Uuid), bindparam("day", type_=Date))
)
_PARTS = select(
    func.app.agreement_parts(
        bindparam("agreement", type_=Uuid),
        bindparam("parts", type_=ARRAY(Text)),
        bindparam("about", type_=Uuid),
    ).table_valued("part", column("content", JSON))
)
_BOARD = select(
    func.app.board(
        bindparam("wanted", type_=Text),
        bindparam("since", type_=Date),
        bindparam("today", type_=Date),
    ).table_valued("part", "content")
)


_PATTERNS = select(
    func.app.deviation_patterns(
        bindparam("first", type_=DateTime(timezone=True)),
        bindparam("last", type_=DateTime(timezone=True)),
    ).table_valued("dimension", "key", "label", "kind", "amount")
)


class Recomposed(NamedTuple):
    """What is to be said anew of who and where (app.recompose)."""

    area: Sequence[UUID]
    covers_county: bool
    parties: Sequence[Mapping[str, object]]
    columns: Mapping[str, object]
    replaces: Sequence[UUID]
    told: Sequence[Mapping[str, str | None]]
    reason: str


def agreements_to_remind(connection: Connection, today: date) -> Sequence[RowMapping]:
    """What is known of those that somebody may have to be reminded of, as the worker."""
    asked = (today, EXPIRES_SOON.days, REVIEWED_SOON.days)
    found = select(
        func.app.agreements_to_remind(*asked).table_valued(
            *("agreement_id", "status", "status_at", "valid_from", "review_on", "creator_id"),
            *("party_ids", "done"),
            column("said", JSONB),
            column("suggestions", JSONB),
            *("is_written", "last_day", "due_on", "revision", "open_ended", "following"),
            "bound_ids",
            column("deviations", JSONB),
            column("disputes", JSONB),
        )
    )
    return connection.execute(found).mappings().all()


def queue_reminders(connection: Connection, wanted: Sequence[Mapping[str, str | None]]) -> int:
    """Queue them, as the worker; answers how many mails that were not queued before."""
    return connection.scalar(select(func.app.queue_reminders(cast(wanted, JSONB)))) or 0


def lob_to_remind(connection: Connection) -> Sequence[RowMapping]:
    """What is known of each county's figures of LOB, as the worker."""
    found = select(
        func.app.lob_to_remind().table_valued(
            "county_id",
            column("police", ARRAY(Uuid)),
            column("municipalities", ARRAY(Uuid)),
            column("said", JSONB),
            column("handed_in", JSONB),
        )
    )
    return connection.execute(found).mappings().all()


def lob_work_to_remind(connection: Connection) -> Sequence[RowMapping]:
    """Contacts after LOB and activities that wait, as the worker."""
    names = ("about", "agreement_id", "organisation_id", "activity_id", "since", "until")
    found = select(func.app.lob_work_to_remind().table_valued(*names))
    return connection.execute(found).mappings().all()


_LOB_REVIEWS = (
    *("agreement_id", "asked_id", "valid_from", "next_on"),
    column("declared", JSONB),
    column("said", JSONB),
)


def lob_reviews_to_remind(connection: Connection, day: date) -> Sequence[RowMapping]:
    """What all agreements ask for about their routines about LOB, as the worker."""
    found = select(func.app.lob_reviews_to_remind(day).table_valued(*_LOB_REVIEWS))
    return connection.execute(found).mappings().all()


_MY_LOB_REVIEWS = select(
    func.app.my_lob_reviews(
        bindparam("day", type_=Date), bindparam("agreement", type_=Uuid)
    ).table_valued(*_LOB_REVIEWS)
)


def my_lob_reviews(day: date, agreement_id: UUID | None = None) -> Sequence[RowMapping]:
    """The same of the agreements of the asker's organisation, or of one of the county."""
    asked = {"day": day, "agreement": agreement_id}
    return db.session.execute(_MY_LOB_REVIEWS, asked).mappings().all()


def queue_figure_reminders(connection: Connection, wanted: Sequence[Mapping[str, str]]) -> int:
    """Queue them, as the worker; answers how many mails that were not queued before."""
    return connection.scalar(select(func.app.queue_figure_reminders(cast(wanted, JSONB)))) or 0


_INDICATORS = (
    "agreement_id",
    "creator_id",
    "valid_from",
    column("municipality_ids", ARRAY(Uuid)),
    column("parties", JSONB),
    column("facts", JSONB),
    column("entered", JSONB),
)


def indicators_to_remind(connection: Connection, today: date) -> Sequence[RowMapping]:
    """What the agreements that hold today follow up, as the worker."""
    found = select(func.app.indicators_to_remind(today).table_valued(*_INDICATORS))
    return connection.execute(found).mappings().all()


_MY_INDICATORS = select(
    func.app.my_indicators(bindparam("today", type_=Date)).table_valued(*_INDICATORS)
)


def my_indicators(today: date) -> Sequence[RowMapping]:
    """What those of the asker's organisation follow up."""
    return db.session.execute(_MY_INDICATORS, {"today": today}).mappings().all()


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


_MY_OPEN_GROUPS = select(
    func.app.my_open_groups(cast(RHYTHM_FACTS, JSONB)).table_valued(*_OPEN_GROUPS)
)


def my_open_groups() -> Sequence[RowMapping]:
    """What is open in the groups that the asker's organisation takes part in."""
    return db.session.execute(_MY_OPEN_GROUPS).mappings().all()


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


def agreement_with_parties(agreement_id: UUID) -> Agreement | None:
    """An agreement that the asker reads, with its parties, their organisations and its subject."""
    db.session.flush()
    found = db.session.execute(_WITH_PARTIES, {"wanted": agreement_id}).all()
    if not found:
        return None
    lines = [_models(row) for row in found]
    agreement: Agreement = lines[0]["agreement"]
    set_committed_value(agreement, "subject", lines[0]["subject"])
    for line in lines:
        set_committed_value(line["party"], "organisation", line["organisation"])
    set_committed_value(agreement, "every_party", [line["party"] for line in lines])
    return agreement


def _models(row: Row[Any]) -> dict[str, Any]:
    values = iter(row)
    return {
        name: as_loaded(model, dict(zip(_VALUES[name], values, strict=False)))
        for name, model in _ROWS.items()
    }


def sections_with_text(
    agreement_id: UUID, section_id: UUID | None = None
) -> Iterator[tuple[Section, Sequence[Any]]]:
    """The sections of an agreement that the asker reads, or one of them, in their order.

    Each with its current text, who wrote it, for which organisation and when, and the suggestion
    that it comes from: all of one moment, also for a command that has waited for another.
    """
    db.session.flush()
    asked = {"wanted": agreement_id, "only_one": section_id}
    for row in db.session.execute(_SECTIONS, asked):
        said = dict(zip(_SECTION_COLUMNS, row, strict=False))
        yield as_loaded(Section, said, anew=True), row[len(_SECTION_COLUMNS) :]


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


def agreed_clock(municipality_id: UUID, key: str, day: date) -> Mapping[str, Any] | None:
    """A clock of plans that starts on a day, as app.clock_at() makes it."""
    kept: Mapping[str, Any] | None = db.session.scalar(
        select(func.app.agreed_clock(municipality_id, key, day, type_=JSONB))
    )
    return kept


def facts_of(agreement_id: UUID, day: date) -> Sequence[Row[Any]]:
    """What an agreement that has been signed says as data on a day."""
    return db.session.execute(_FACTS_OF, {"wanted": agreement_id, "day": day}).all()


def lob_card(agreement_id: UUID, held: str, day: date) -> Row[Any] | None:
    """The card about LOB of an agreement, for whoever holds the code of one of its cards."""
    asked = {"wanted": agreement_id, "held": held, "day": day}
    return db.session.execute(_LOB_CARD, asked).one_or_none()


def lob_card_of(agreement_id: UUID, day: date) -> str | None:
    """The code of the card that a signed agreement has; None where it says nothing of LOB."""
    found = db.session.scalar(_LOB_CARD_OF, {"wanted": agreement_id, "day": day})
    return None if found is None else str(found)


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


def board(wanted: str, since: date, today: date) -> Sequence[Row[Any]]:
    """The county's board on a subject: (part, content as JSON).

    Each agreement that was in force, or worked on, since a day is a part of its own, once for each
    municipality that it holds in.
    """
    asked = {"wanted": wanted, "since": since, "today": today}
    return db.session.execute(_BOARD, asked).all()


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


def lasting_mandates(version_id: UUID) -> frozenset[UUID]:
    """The mandates, of those that a version has been signed by, that still hold today."""
    asked = select(func.app.lasting_mandates(version_id, type_=ARRAY(Uuid)))
    return frozenset(db.session.scalar(asked) or ())


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


def recompose(agreement_id: UUID, said: Recomposed) -> None:
    """Say anew where a draft or a shared agreement holds, who takes part, and what it replaces."""
    arguments = (
        agreement_id,
        cast(list(said.area), ARRAY(Uuid)),
        said.covers_county,
        cast(list(said.parties), JSONB),
        cast(dict(said.columns), JSONB),
        cast(list(said.replaces), ARRAY(Uuid)),
        cast(list(said.told), JSONB),
        said.reason,
    )
    db.session.execute(select(func.app.recompose(*arguments)))


def paper_template(subject_id: UUID, name: str, source: str) -> UUID:
    """What is signed on paper begins from, in a subject that has no template."""
    call = func.app.paper_template(subject_id, name, source, type_=Uuid)
    made: UUID = db.session.execute(select(call)).scalar_one()
    return made


def why_left(agreement_id: UUID) -> Row[tuple[str, datetime, str, str]] | None:
    """Title, when, by whom and why, where the asker's organisation has been left out."""
    found = func.app.why_left(agreement_id).table_valued("title", "at", "told_by", "reason")
    return db.session.execute(select(found)).one_or_none()


def meets_in_decision(agreement_id: UUID) -> bool:
    """Whether another is being decided on that would hold in the same place at the same time."""
    return bool(db.session.scalar(select(func.app.meets_in_decision(agreement_id))))


def supersede_earlier(agreement_id: UUID) -> Sequence[UUID]:
    """End what an agreement that is now in force replaces; answers the ids of what ended."""
    call = func.app.supersede_earlier(agreement_id, type_=ARRAY(Uuid))
    return db.session.scalar(select(call)) or ()


def answer_deviation(deviation_id: UUID, words: str) -> bool:
    """Answer a deviation that concerns the asker's organisation; False if it was already."""
    return bool(db.session.scalar(select(func.app.answer_deviation(deviation_id, words))))


def close_deviation(deviation_id: UUID, words: str) -> bool:
    """Close a deviation of the asker's organisation; False if it was already."""
    return bool(db.session.scalar(select(func.app.close_deviation(deviation_id, words))))


def tell_of_deviation(deviation_id: UUID, kind: str) -> None:
    """Queue mail of an act in a deviation to the other side's coordinators."""
    db.session.execute(select(func.app.tell_of_deviation(deviation_id, kind)))


def deviation_patterns(first: datetime, last: datetime) -> Sequence[Row[Any]]:
    """How many deviations the county has had, from one moment to before another."""
    return db.session.execute(_PATTERNS, {"first": first, "last": last}).all()


def lift_dispute(dispute_id: UUID, from_level: int, due_on: date | None) -> bool:
    """Lift a dispute from a level to the next; False if it does not stand there any more."""
    call = func.app.lift_dispute(dispute_id, from_level, cast(due_on, Date))
    return bool(db.session.scalar(select(call)))


def answer_settlement(settlement_id: UUID, words: str, *, agrees: bool) -> bool:
    """Answer what the other side proposes; False if it has been answered."""
    return bool(db.session.scalar(select(func.app.answer_settlement(settlement_id, agrees, words))))


def tell_of_dispute(dispute_id: UUID, kind: str, mark: str) -> None:
    """Queue mail of an act in a dispute to the other side's coordinators."""
    db.session.execute(select(func.app.tell_of_dispute(dispute_id, kind, mark)))


def escalate_disputes(connection: Connection, today: date, workdays: Sequence[date]) -> int:
    """Lift, as the worker, what is out of time; answers how many there were."""
    call = func.app.escalate_disputes(today, cast([*workdays], ARRAY(Date)))
    return connection.scalar(select(call)) or 0


def answer_transfer(
    transfer_id: UUID, answer: str, reason: str, reference: str, on_day: date
) -> bool:
    """Enter the answer to a request to take over a case; False if it does not wait for one."""
    day = cast(on_day, Date)
    call = func.app.answer_transfer(transfer_id, answer, reason, reference, day)
    return bool(db.session.scalar(select(call)))


def apply_for_transfer(transfer_id: UUID, on_day: date, by_day: date, reference: str) -> bool:
    """Enter that IVO has been asked; False if it may not be, on that day."""
    days = cast(on_day, Date), cast(by_day, Date)
    call = func.app.apply_for_transfer(transfer_id, *days, reference)
    return bool(db.session.scalar(select(call)))


def withdraw_transfer(transfer_id: UUID, reason: str, on_day: date) -> bool:
    """Take a request back; False if it has been decided on, or IVO has been asked."""
    call = func.app.withdraw_transfer(transfer_id, reason, cast(on_day, Date))
    return bool(db.session.scalar(select(call)))


def rule_on_transfer(transfer_id: UUID, ruling: str, on_day: date) -> bool:
    """Enter what IVO has decided; False if nothing waits for it."""
    call = func.app.rule_on_transfer(transfer_id, ruling, cast(on_day, Date))
    return bool(db.session.scalar(select(call)))


def tell_of_transfer(transfer_id: UUID, kind: str) -> None:
    """Queue mail of an act in a transfer to the other municipality's coordinators."""
    db.session.execute(select(func.app.tell_of_transfer(transfer_id, kind)))


def transfers_to_remind(connection: Connection) -> Sequence[RowMapping]:
    """What is known of the transfers that wait, as the worker."""
    names = ("transfer_id", "requester_id", "other_id", "answer", "answer_by", "rule_by")
    found = select(func.app.transfers_to_remind().table_valued(*names))
    return connection.execute(found).mappings().all()
