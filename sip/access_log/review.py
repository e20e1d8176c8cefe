"""An organisation's recurring review of what its own staff have read in plans."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from sip.access_log.signals import (
    MOST_SHOWN,
    Signal,
    SignalKind,
    StaffReading,
    sample_size,
)
from sip.kernel.days import day_of, ends_at, midnight
from sip.kernel.refusals import Refusal, SipRuleError
from sip.kernel.settings import sip_settings
from sip.kernel.vocabulary import Outcome
from sip.tables import functions
from sip.tables.access_log import ReadReview


class ReviewRefusal(Refusal):
    """Why a review of readings was refused."""

    REVIEW_REVERSED = "review_reversed"
    REVIEW_AHEAD = "review_ahead"


@dataclass(frozen=True, slots=True)
class Material:
    """What there is to review of a period, both days included."""

    first_day: date
    last_day: date
    readings: int
    readers: int
    sample: Sequence[StaffReading]
    signals: Sequence[Signal]
    """Those that stand out most, of each kind."""
    signals_found: int
    """How many there are."""


def load_material(first_day: date, last_day: date) -> Material:
    """The own staff's readings of the period; the database answers only a reviewer."""
    since, until = midnight(first_day), ends_at(last_day)
    every, *found = functions.review_signals(since, until, MOST_SHOWN)
    sample = functions.review_sample(since, until, sample_size(every.readings))
    return Material(
        first_day=first_day,
        last_day=last_day,
        readings=every.readings,
        readers=every.found,
        sample=[
            StaffReading(
                at=row.at,
                name=row.name,
                unit=row.unit or "",
                case_number=row.case_number,
                what=row.what,
                ground=tuple(row.ground),
            )
            for row in sample
        ],
        signals=[
            Signal(SignalKind(row.kind), row.name, row.case_number or "", row.readings, row.last_at)
            for row in found
        ],
        signals_found=sum({row.kind: row.found for row in found}.values()),
    )


def list_reviews(actor: Actor) -> Sequence[ReadReview]:
    """The organisation's earlier reviews, the newest first."""
    statement = (
        select(ReadReview)
        .where(ReadReview.organisation_id == actor.organisation_id)
        .order_by(ReadReview.last_day.desc(), ReadReview.id.desc())
    )
    return db.session.scalars(statement).all()


def next_period(reviews: Sequence[ReadReview], today: date) -> tuple[date, date]:
    """From the day after the last review, or as far back as reviews are apart, until today."""
    every = timedelta(days=sip_settings().reviews["readings_every"])
    first = max((one.last_day for one in reviews), default=today - every) + timedelta(days=1)
    return min(first, today), today


def due_on(reviews: Sequence[ReadReview]) -> date | None:
    """By when the next review is to be made; None before the first."""
    every = timedelta(days=sip_settings().reviews["readings_every"])
    return max((one.last_day + every for one in reviews), default=None)


def is_due(reviews: Sequence[ReadReview], today: date) -> bool:
    """Whether a review is to be made now."""
    due = due_on(reviews)
    return due is None or due <= today


def record_review(
    actor: Actor,
    *,
    review_id: UUID,
    first_day: date,
    last_day: date,
    outcome: str,
    notes: str,
    now: datetime,
) -> ReadReview:
    """Keep what the review came to. Numbers are counted anew, not taken from the page.

    One `review_id` sent twice is one review.
    """
    mine = ReadReview.id == review_id, ReadReview.organisation_id == actor.organisation_id
    if (sent_twice := db.session.scalar(select(ReadReview).where(*mine))) is not None:
        return sent_twice
    if last_day < first_day:
        raise SipRuleError(ReviewRefusal.REVIEW_REVERSED, field="last_day")
    if last_day > day_of(now):
        raise SipRuleError(ReviewRefusal.REVIEW_AHEAD, field="last_day")
    material = load_material(first_day, last_day)
    review = ReadReview(
        id=review_id,
        county_id=actor.county_id,
        organisation_id=actor.organisation_id,
        first_day=first_day,
        last_day=last_day,
        readings=material.readings,
        sampled=len(material.sample),
        outcome=Outcome(outcome),
        notes=notes,
        reviewed_by=actor.account_id,
        reviewed_by_name=actor.name,
        reviewed_at=now,
    )
    db.session.add(review)
    audit.record(actor, "readings.reviewed", review, outcome=outcome)
    db.session.flush()
    return review
