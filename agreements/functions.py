"""The functions of the database that agreements call, with typed arguments and answers.

Their text is in migrations/functions, and who may call which is decided there. Nothing else in
agreements calls a function of the schema `app` by its name.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Connection,
    Date,
    Row,
    RowMapping,
    Uuid,
    bindparam,
    cast,
    column,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB

from portal.db import db

# put together once: a page of SIP or the board asks one of them
_MEASURES = select(
    func.app.measures_in_force(
        bindparam("municipality", type_=Uuid), bindparam("day", type_=Date)
    ).table_valued(
        *("agreement_id", "title", "revision", "section_number", "section_heading", "row_key"),
        *("phase", "measure", "position", "column_label", "organisation_id", "organisation"),
        "value",
    )
)
_BOARD = select(
    func.app.county_board(bindparam("since", type_=Date)).table_valued(
        *("municipality_id", "agreement_id", "status", "status_at"),
        *("valid_from", "valid_until", "review_on"),
        *("creator_id", "party_ids", "done", "read"),
        column("suggestions", JSONB),
        *("is_written", "sections", "written"),
        column("remarks", JSONB),
    )
)


def remind_agreements(connection: Connection, *, soon: timedelta, review_soon: timedelta) -> int:
    """Queue what is due of agreements that end or are to be reviewed, as the worker; how many."""
    days = (soon.days, review_soon.days)
    return connection.scalar(select(func.app.remind_agreements(*days))) or 0


def measures_in_force(municipality_id: UUID, day: date) -> Sequence[Row[Any]]:
    """The cells of the agreement that is in force in a municipality on a day, row by row."""
    return db.session.execute(_MEASURES, {"municipality": municipality_id, "day": day}).all()


def county_board(since: date) -> Sequence[RowMapping]:
    """Every agreement of the asker's county that has been in force, or worked on, since a day."""
    return db.session.execute(_BOARD, {"since": since}).mappings().all()


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


def supersede_earlier(agreement_id: UUID) -> Sequence[UUID]:
    """End what an agreement that is now in force replaces; answers the ids of what ended."""
    call = func.app.supersede_earlier(agreement_id, type_=ARRAY(Uuid))
    return db.session.scalar(select(call)) or ()
