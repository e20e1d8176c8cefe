"""The functions of the database that read agreements, with typed arguments and answers.

Their text is in migrations/functions, and who may call which is decided there. Nothing in
agreements calls a function of the schema `app` by its name but this module and those beside it:
signing_functions, case_functions, reminder_functions.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import accumulate
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    JSON,
    Date,
    Integer,
    Row,
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

from agreements.tables.agreement import Agreement
from agreements.tables.party import AgreementParty
from agreements.tables.template import Subject
from agreements.tables.text import Section, SectionVersion
from portal.db import Base, db
from portal.loaded import Model, as_loaded, loaded_columns
from portal.tenancy.models import Organisation

# app.agreement_with_parties() gives whole rows of these
_ROWS: Mapping[type[Base], str] = {
    Agreement: "agreement",
    Subject: "subject",
    AgreementParty: "party",
    Organisation: "organisation",
}
_VALUES = {model: loaded_columns(model) for model in _ROWS}
_ENDS = dict(zip(_VALUES, accumulate(map(len, _VALUES.values())), strict=True))
_AT = {model: slice(end - len(_VALUES[model]), end) for model, end in _ENDS.items()}
_WITH_PARTIES = (
    text(
        "select "  # noqa: S608 (our own names)
        + ", ".join(f"(f.{_ROWS[model]}).{name}" for model, own in _VALUES.items() for name in own)
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
_PLACES = text("select part, content from app.places_to_search()").columns(
    column("part", Text), column("content", JSON)
)
# what was found, and what the search can be narrowed to, in one
_SEARCH = (
    text(
        "select 'hits' as part, json_agg(f) as content from app.search_agreements("
        ":words, :subject, :municipality, :today, :most, :skip) f"
        " union all select part, content from app.places_to_search()"
    )
    .bindparams(
        bindparam("words", type_=Text),
        bindparam("subject", type_=Uuid),
        bindparam("municipality", type_=Uuid),
        bindparam("today", type_=Date),
        bindparam("most", type_=Integer),
        bindparam("skip", type_=Integer),
    )
    .columns(column("part", Text), column("content", JSON))
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
    func.app.facts_of(
        bindparam("wanted", type_=Uuid),
        bindparam("day", type_=Date),
        bindparam("keys", type_=ARRAY(Text)),
        bindparam("kinds", type_=ARRAY(Text)),
    ).table_valued(*_FACT)
)
_LOB_CARD = select(
    func.app.lob_card(
        bindparam("wanted", type_=Uuid), bindparam("held", type_=Text), bindparam("day", type_=Date)
    ).table_valued(
        *("title", "county", "holds", "begins", "last_day", "code"),
        *("since", "next_id", "next_code"),
        column("facts", JSONB),
        column("elsewhere", JSONB),
    )
)
_LOB_CARD_OF = select(
    func.app.lob_card_of(bindparam("wanted", type_=Uuid), bindparam("day", type_=Date))
)
_LOB_CARD_LEADING = select(
    func.app.lob_card_leading(
        bindparam("place", type_=Uuid), bindparam("day", type_=Date), type_=Uuid
    )
)
_PARTS = select(
    func.app.agreement_parts(
        bindparam("agreement", type_=Uuid),
        bindparam("parts", type_=ARRAY(Text)),
        bindparam("about", type_=Uuid),
    ).table_valued("part", column("content", JSON))
)
_OPEN_OF = select(
    func.app.open_of_agreement(
        bindparam("agreement", type_=Uuid),
        bindparam("parts", type_=ARRAY(Text)),
        bindparam("today", type_=Date),
    ).table_valued("part", column("content", JSON))
)
_BOARD = select(
    func.app.board(
        bindparam("wanted", type_=Text),
        bindparam("since", type_=Date),
        bindparam("today", type_=Date),
    ).table_valued("part", "content")
)


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
    agreement = _of(Agreement, found[0])
    set_committed_value(agreement, "subject", _of(Subject, found[0]))
    parties = [_of(AgreementParty, row) for row in found]
    for party, row in zip(parties, found, strict=True):
        set_committed_value(party, "organisation", _of(Organisation, row))
    set_committed_value(agreement, "every_party", parties)
    return agreement


def _of(model: type[Model], row: Row[Any]) -> Model:
    return as_loaded(model, dict(zip(_VALUES[model], row[_AT[model]], strict=True)))


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


def open_of_agreement(
    agreement_id: UUID, parts: Collection[str], today: date
) -> Sequence[Row[Any]]:
    """What is open of an agreement that has been signed, as named: (part, content)."""
    asked = {"agreement": agreement_id, "parts": list(parts), "today": today}
    return db.session.execute(_OPEN_OF, asked).all()


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


def facts_of(
    agreement_id: UUID, day: date, keys: Collection[str] | None, kinds: Collection[str]
) -> Sequence[Row[Any]]:
    """What holds of an agreement that has been signed as data on a day.

    All of it where `keys` is None and there are no `kinds`; else what has any of them.
    """
    asked = {"wanted": agreement_id, "day": day, "keys": None if keys is None else [*keys]}
    return db.session.execute(_FACTS_OF, asked | {"kinds": [*kinds] or None}).all()


def lob_card(agreement_id: UUID, held: str, day: date) -> Row[Any] | None:
    """The card about LOB of an agreement, for whoever holds the code of one of its cards."""
    asked = {"wanted": agreement_id, "held": held, "day": day}
    return db.session.execute(_LOB_CARD, asked).one_or_none()


def lob_card_of(agreement_id: UUID, day: date) -> str | None:
    """The code of the card that a signed agreement has; None where it says nothing of LOB."""
    found = db.session.scalar(_LOB_CARD_OF, {"wanted": agreement_id, "day": day})
    return None if found is None else str(found)


def lob_card_leading(municipality_id: UUID, day: date) -> UUID | None:
    """The agreement whose card about LOB leads in a municipality, where any says anything of it."""
    return db.session.scalar(_LOB_CARD_LEADING, {"place": municipality_id, "day": day})


def search_agreements(
    words: str,
    subject_id: UUID | None,
    municipality_id: UUID | None,
    today: date,
    *,
    most: int,
    skip: int,
) -> Sequence[Row[Any]]:
    """Where words stand in what holds today in the county, and its places: (part, content)."""
    asked = {"words": words, "subject": subject_id, "municipality": municipality_id}
    return db.session.execute(_SEARCH, asked | {"today": today, "most": most, "skip": skip}).all()


def places_to_search() -> Sequence[Row[Any]]:
    """What a search in the county can be narrowed to: (part, content)."""
    return db.session.execute(_PLACES).all()


def board(wanted: str, since: date, today: date) -> Sequence[Row[Any]]:
    """The county's board on a subject: (part, content as JSON).

    Each agreement that was in force, or worked on, since a day is a part of its own, once for each
    municipality that it holds in.
    """
    asked = {"wanted": wanted, "since": since, "today": today}
    return db.session.execute(_BOARD, asked).all()


def why_left(agreement_id: UUID) -> Row[tuple[str, datetime, str, str]] | None:
    """Title, when, by whom and why, where the asker's organisation has been left out."""
    found = func.app.why_left(agreement_id).table_valued("title", "at", "told_by", "reason")
    return db.session.execute(select(found)).one_or_none()


def leave_group(member_id: UUID, instead_id: UUID | None) -> None:
    """Let what somebody was to do in a group go on without them, before they leave it."""
    db.session.execute(select(func.app.leave_group(member_id, cast(instead_id, Uuid))))
