"""What holds when and where, what takes over from what, and what follows."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select

from agreements.expected import Following, following, least
from agreements.rules import SIGNED
from agreements.tables import functions
from agreements.tables.agreement import Agreement
from agreements.terms import Holding
from portal.db import db


def list_holding(
    subject_id: UUID, area: Collection[UUID] | None, first: date, last: date = date.max
) -> list[Holding]:
    """What has been signed on a subject and holds somewhere in an area on some day between two.

    The earliest first; of all the county where the area is None.
    """
    # one municipality is asked by itself, several together
    place = next(iter(area)) if area is not None and len(area) == 1 else None
    found = {
        one.agreement_id: Holding(
            one.agreement_id,
            one.title,
            one.valid_from,
            one.last_day,
            is_within=area is None or {*one.municipality_ids} <= {*area},
        )
        for one in functions.in_force(subject_id, place, first, last)
        if area is None or one.municipality_id in area
    }
    return sorted(found.values(), key=lambda one: one.valid_from)


def list_replaceable(agreement: Agreement, today: date) -> list[Holding]:
    """What it could take over from: what holds today or later, or meets its own term."""
    if not agreement.is_own:
        return []
    first = min(today, agreement.valid_from or today)
    return [
        one
        for one in list_holding(agreement.subject_id, agreement.municipality_ids, first)
        if one.id != agreement.id
    ]


def list_replaced(agreement: Agreement) -> list[Holding]:
    """Those that it takes over from, of those it names that hold on any day."""
    wanted = set(agreement.replaces_ids)
    if not wanted:
        return []
    found = list_holding(agreement.subject_id, agreement.municipality_ids, date.min)
    if not wanted <= {one.id for one in found}:
        # of two that were merged, the one may have stayed where it was
        found = list_holding(agreement.subject_id, None, date.min)
    return [one for one in found if one.id in wanted]


def find_successor(agreement: Agreement) -> Agreement | None:
    """The one that takes over from it, for those who may read that."""
    if agreement.replaced_from is None:
        return None
    statement = select(Agreement).where(
        Agreement.replaces_ids.contains([agreement.id]),
        Agreement.status.in_(SIGNED),
    )
    return db.session.scalars(statement.order_by(Agreement.valid_from, Agreement.id)).first()


def find_following(agreement: Agreement) -> Following:
    """What comes after one that ends, of that which the reader sees."""
    others = select(Agreement).where(
        Agreement.county_id == agreement.county_id,
        Agreement.municipality_ids.overlap(agreement.municipality_ids),
        Agreement.subject_id == agreement.subject_id,
        Agreement.amends_id.is_(None),
        Agreement.id != agreement.id,
    )
    return following_in(agreement, db.session.scalars(others).all())


def following_in(agreement: Agreement, others: Collection[Agreement]) -> Following:
    """What of `others` comes after it, in each of its municipalities."""
    return least(
        following(
            agreement.status,
            agreement.last_day,
            [(one.status, one.last_day) for one in others if place in one.municipality_ids],
        )
        for place in agreement.municipality_ids
    )


def list_met(agreement: Agreement, first: date, last: date) -> list[Holding]:
    """What else holds on its subject on some day between two: what it would meet if prolonged."""
    found = list_holding(agreement.subject_id, agreement.municipality_ids, first, last)
    return [one for one in found if one.id != agreement.id]
