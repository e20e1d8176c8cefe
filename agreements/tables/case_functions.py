"""The database's functions behind deviations, disputes and transfers of cases.

Typed as those of agreements.tables.functions are.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Connection,
    Date,
    DateTime,
    Row,
    Select,
    Text,
    Uuid,
    bindparam,
    cast,
    func,
    select,
)

from portal.db import db

_PATTERNS = select(
    func.app.deviation_patterns(
        bindparam("first", type_=DateTime(timezone=True)),
        bindparam("last", type_=DateTime(timezone=True)),
    ).table_valued("dimension", "key", "label", "kind", "amount")
)


def answer_deviation(deviation_id: UUID, words: str) -> bool:
    """Answer a deviation that concerns the asker's organisation; False if it was already."""
    return bool(db.session.scalar(select(func.app.answer_deviation(deviation_id, words))))


def close_deviation(deviation_id: UUID, words: str) -> bool:
    """Close a deviation of the asker's organisation; False if it was already."""
    return bool(db.session.scalar(select(func.app.close_deviation(deviation_id, words))))


def tell_of_deviation(deviation_id: UUID, kind: str) -> None:
    """Queue mail of an act in a deviation to the other side's coordinators."""
    db.session.execute(select(func.app.tell_of_deviation(deviation_id, kind)))


def latest_deviations(most: int) -> Select[UUID]:
    """The ids of the last of the asker's organisation: of those before a parameter `before`."""
    before = bindparam("before", type_=Uuid)
    return select(func.app.latest_deviations(before, most, type_=Uuid))


def deviation_patterns(first: datetime, last: datetime) -> Sequence[Row[Any]]:
    """How many deviations the county has had, from one moment to before another."""
    return db.session.execute(_PATTERNS, {"first": first, "last": last}).all()


def lift_dispute(dispute_id: UUID, from_level: int, due_on: date | None) -> bool:
    """Lift a dispute from a level to the next; False if it does not stand there any more."""
    call = func.app.lift_dispute(dispute_id, from_level, cast(due_on, Date))
    return bool(db.session.scalar(select(call)))


def join_dispute(dispute_id: UUID, party: UUID, by_level: Sequence[str]) -> bool:
    """Let a third side join; False if there are three, or it has been settled."""
    call = func.app.join_dispute(dispute_id, party, cast([*by_level], ARRAY(Text)))
    return bool(db.session.scalar(select(call)))


def answer_settlement(settlement_id: UUID, words: str, *, agrees: bool) -> bool:
    """Answer what another side proposes; False if the own side, or somebody, has answered it."""
    return bool(db.session.scalar(select(func.app.answer_settlement(settlement_id, agrees, words))))


def tell_of_dispute(dispute_id: UUID, kind: str, mark: str) -> None:
    """Queue mail of an act in a dispute to the other sides' coordinators."""
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
