"""What a municipality has answered Öppna jämförelser: noted by itself, read by the county."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from agreements.indicators import (
    ELEMENTS,
    FIRST_YEAR,
    FollowUpRefusal,
    FollowUpRuleError,
)
from agreements.tables.follow_up import OpenComparison
from portal import clock
from portal.audit import service as audit
from portal.authz import Actor, OrganisationKind
from portal.db import db, hold
from portal.errors import Difference, NotFoundError, StaleError
from portal.ids import new_id
from portal.personal_data import check_impersonal
from portal.tenancy.models import County, Organisation
from portal.tenancy.queries import list_organisations


@dataclass(frozen=True, slots=True)
class YearOf:
    """A year of the actor's own municipality, as a page's address names it."""

    municipality: Organisation
    year: int


def get_year(actor: Actor, year: int) -> YearOf:
    """A year of the own municipality, until now."""
    if not FIRST_YEAR <= year <= clock.today().year:
        raise NotFoundError
    found = list_organisations(actor, OrganisationKind.MUNICIPALITY, ids=[actor.organisation_id])
    if not found:
        raise NotFoundError
    return YearOf(found[0], year)


def get_county_key(actor: Actor) -> str:
    """What the county's file is called."""
    return db.session.get_one(County, actor.county_id).key


def list_answers(actor: Actor) -> Sequence[OpenComparison]:
    """What holds now, of every municipality and year."""
    of = OpenComparison.municipality_id, OpenComparison.year
    statement = (
        select(OpenComparison)
        .where(OpenComparison.county_id == actor.county_id)
        .ext(distinct_on(*of))
        .order_by(*of, OpenComparison.version.desc())
    )
    return db.session.scalars(statement).all()


def find_answer(municipality_id: UUID, year: int) -> OpenComparison | None:
    """What a municipality has answered of a year, as it holds now."""
    statement = (
        select(OpenComparison)
        .where(OpenComparison.municipality_id == municipality_id, OpenComparison.year == year)
        .order_by(OpenComparison.version.desc())
        .limit(1)
    )
    return db.session.scalar(statement)


def enter(
    actor: Actor,
    wanted: YearOf,
    answers: Mapping[str, bool],
    *,
    reason: str,
    base_version: int,
    now: datetime,
) -> None:
    """Note what was answered, or put it right: then with the reason.

    Raises StaleError when a colleague has noted something else since the form was opened.
    """
    check_impersonal("reason", reason)
    place = wanted.municipality.id
    hold(place)
    latest = find_answer(place, wanted.year)
    if latest is not None and all(getattr(latest, one) is answers[one] for one in ELEMENTS):
        return
    version = latest.version if latest else 0
    if latest is not None and version != base_version:
        raise StaleError(_differences(latest, answers))
    if latest is not None and not reason:
        raise FollowUpRuleError(FollowUpRefusal.NO_REASON, field="reason")
    row = OpenComparison(
        id=new_id(),
        county_id=actor.county_id,
        municipality_id=place,
        year=wanted.year,
        version=version + 1,
        **{one: answers[one] for one in ELEMENTS},
        reason=reason if latest else "",
        recorded_by=actor.name,
        recorded_at=now,
    )
    db.session.add(row)
    action = "follow_up.comparison_corrected" if latest else "follow_up.comparison_entered"
    audit.record(actor, action, row, year=wanted.year)


def _differences(latest: OpenComparison, answers: Mapping[str, bool]) -> tuple[Difference, ...]:
    words = {True: _("Ja"), False: _("Nej")}
    return tuple(
        Difference(
            one,
            yours=words[answers[one]],
            theirs=words[getattr(latest, one)],
            changed_by=latest.recorded_by,
        )
        for one in ELEMENTS
        if getattr(latest, one) is not answers[one]
    )
