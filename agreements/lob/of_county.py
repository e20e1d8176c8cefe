"""What the county's file says of LOB in the whole county, from before the police counted here."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from agreements.county_templates.model import LobYear
from agreements.lob.queries import counts_of
from agreements.tables.lob import LobFigure
from portal.audit import service as audit
from portal.db import db
from portal.ids import new_id


def years_of_county(county_id: UUID) -> dict[int, LobYear]:
    """What the portal knows from there, by year."""
    return {one.year: _as_said(one) for one in _latest(county_id)}


def enter_of_county(county_id: UUID, facts: LobYear, *, now: datetime) -> None:
    """Enter a year, or what the file says of it now: its next version."""
    version = next((one.version for one in _latest(county_id) if one.year == facts.year), 0)
    row = LobFigure(
        id=new_id(),
        county_id=county_id,
        year=facts.year,
        version=version + 1,
        taken=facts.taken,
        cared_for=_part(facts.taken, facts.cared_for),
        young=_part(facts.taken, facts.young),
        violent=_part(facts.taken, facts.violent),
        source=facts.source,
        reason="",
        recorded_by="",
        recorded_at=now,
    )
    db.session.add(row)
    audit.record_maintenance(county_id, "lob.figures_given", row, year=facts.year)


def _latest(county_id: UUID) -> Sequence[LobFigure]:
    statement = (
        select(LobFigure)
        .where(LobFigure.county_id == county_id, LobFigure.municipality_id.is_(None))
        .ext(distinct_on(LobFigure.year))
        .order_by(LobFigure.year, LobFigure.version.desc())
    )
    return db.session.scalars(statement).all()


def _part(taken: int, percent: int) -> int:
    return round(taken * percent / 100)


def _as_said(one: LobFigure) -> LobYear:
    counts = counts_of(one)
    return LobYear(
        one.year,
        one.taken,
        counts.share(one.cared_for) or 0,
        counts.share(one.young) or 0,
        counts.share(one.violent) or 0,
        one.source,
    )
