"""The tables of what agreements follow up: values, what people say, where results were shown."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agreements.indicators import ELEMENTS, ValueUnit, VoiceKind
from agreements.tables.columns import within
from portal.db import Base, TenantOwned


class IndicatorValue(TenantOwned, Base):
    """What an indicator was in a municipality in a year: a correction is the next version.

    `indicator` is what the agreement calls it, in the fact `fact_key`; `agreement_id` the agreement
    that was in force when it was entered. What belongs together over the years has the same name on
    the same subject, whichever agreement asked for it.
    """

    __tablename__ = "indicator_value"
    __table_args__ = (
        UniqueConstraint(
            "municipality_id",
            "subject_id",
            "indicator",
            "year",
            "version",
            name="indicator_value_version_key",
        ),
        within("county_id", "agreement_id", of="agreement"),
        within("county_id", "subject_id", of="subject"),
        within("county_id", "municipality_id", of="organisation"),
        within("county_id", "organisation_id", of="organisation"),
        CheckConstraint("year between 2000 and 2199", name="year"),
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("unit in ('count', 'percent', 'other')", name="unit"),
        CheckConstraint(
            "value >= 0 and (unit <> 'percent' or value <= 100)"
            " and (unit <> 'count' or value = trunc(value))",
            name="value",
        ),
        CheckConstraint("btrim(source) <> ''", name="source"),
        CheckConstraint("version = 1 or btrim(reason) <> ''", name="reason"),
        Index("indicator_value_county_id_idx", "county_id", "subject_id"),
    )

    agreement_id: Mapped[UUID] = mapped_column(index=True)
    subject_id: Mapped[UUID]
    municipality_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    fact_key: Mapped[str]
    indicator: Mapped[str]
    year: Mapped[int]
    version: Mapped[int]
    unit: Mapped[ValueUnit]
    value: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    source: Mapped[str]
    note: Mapped[str]
    reason: Mapped[str]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]


class UserVoice(TenantOwned, Base):
    """What people with experience, or those near them, have said, and what is answered to it."""

    __tablename__ = "user_voice"
    __table_args__ = (
        within("county_id", "agreement_id", of="agreement"),
        within("county_id", "organisation_id", of="organisation"),
        within("county_id", "answered_by_id", of="organisation"),
        CheckConstraint("kind in ('survey', 'audit', 'dialogue')", name="kind"),
        CheckConstraint("heard between 0 and 100000", name="heard"),
        CheckConstraint(
            "num_nulls(answer, answered_by, answered_by_id, answered_at) in (0, 4)", name="answer"
        ),
        Index("user_voice_agreement_id_idx", "agreement_id", "held_on"),
    )

    agreement_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    kind: Mapped[VoiceKind]
    title: Mapped[str]
    held_on: Mapped[date]
    heard: Mapped[int]
    finding: Mapped[str]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
    answer: Mapped[str | None]
    answered_by: Mapped[str | None]
    answered_by_id: Mapped[UUID | None]
    answered_at: Mapped[datetime | None]


class ResultShowing(TenantOwned, Base):
    """That the results were shown: in which forum, on which day, and what came of it."""

    __tablename__ = "result_showing"
    __table_args__ = (
        within("county_id", "agreement_id", of="agreement"),
        within("county_id", "organisation_id", of="organisation"),
        Index("result_showing_agreement_id_idx", "agreement_id", "shown_on"),
    )

    agreement_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    forum: Mapped[str]
    shown_on: Mapped[date]
    followed: Mapped[str]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]


class OpenComparison(TenantOwned, Base):
    """What a municipality has answered Öppna jämförelser on its agreements, in a year.

    Whether they have common goals, a split of resources, a split of responsibility, and routines
    for cooperation between the staff of the two. A correction is the next version.
    """

    __tablename__ = "open_comparison"
    __table_args__ = (
        UniqueConstraint("municipality_id", "year", "version", name="open_comparison_version_key"),
        within("county_id", "municipality_id", of="organisation"),
        CheckConstraint("year between 2000 and 2199", name="year"),
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("version = 1 or btrim(reason) <> ''", name="reason"),
        Index("open_comparison_county_id_idx", "county_id", "year"),
    )

    county_id: Mapped[UUID] = mapped_column(ForeignKey("app.county.id"))
    municipality_id: Mapped[UUID]
    year: Mapped[int]
    version: Mapped[int]
    goals: Mapped[bool]
    resources: Mapped[bool]
    responsibility: Mapped[bool]
    routines: Mapped[bool]
    reason: Mapped[str]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]

    @property
    def is_whole(self) -> bool:
        """Whether it has all four."""
        return all(getattr(self, one) for one in ELEMENTS)
