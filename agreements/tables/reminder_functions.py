"""The database's functions behind reminders, worklists and calls to meetings of groups.

Typed as those of agreements.tables.functions are.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Connection,
    Date,
    RowMapping,
    Uuid,
    bindparam,
    cast,
    column,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB

from agreements.groups import RHYTHM_FACTS
from agreements.terms import EXPIRES_SOON, REVIEWED_SOON
from portal.db import db


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


def tell_of_group(group_id: UUID, kind: str, at: datetime, only_to: UUID | None = None) -> int:
    """Queue mail about who takes part in a group, to all others who do, or to one organisation."""
    return db.session.scalar(select(func.app.tell_of_group(group_id, kind, at, only_to))) or 0


def transfers_to_remind(connection: Connection) -> Sequence[RowMapping]:
    """What is known of the transfers that wait, as the worker."""
    names = ("transfer_id", "requester_id", "other_id", "answer", "answer_by", "rule_by")
    found = select(func.app.transfers_to_remind().table_valued(*names))
    return connection.execute(found).mappings().all()
