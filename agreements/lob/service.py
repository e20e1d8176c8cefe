"""The police say where they count, and how many were taken into care there."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from agreements.lob import queries
from agreements.lob.rules import Counts, LobRefusal, LobRuleError, check_counts, check_year
from agreements.tables.lob import LobArea, LobFigure
from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db, hold
from portal.documents.written import check_written
from portal.errors import Difference, NotFoundError, StaleError, check_all
from portal.ids import new_id
from portal.personal_data import check_impersonal


def say_area(actor: Actor, municipality_ids: Collection[UUID], *, now: datetime) -> None:
    """Say which municipalities the actor's police area counts for."""
    counting = queries.get_counting(actor)
    if not set(municipality_ids) <= {one.id for one in counting.municipalities}:
        raise NotFoundError
    if set(counting.said.get(actor.organisation_id, ())) == set(municipality_ids):
        return
    row = LobArea(
        id=new_id(),
        county_id=actor.county_id,
        organisation_id=actor.organisation_id,
        municipality_ids=sorted(municipality_ids),
        said_by=actor.name,
        said_at=now,
    )
    db.session.add(row)
    audit.record(actor, "lob.area_said", row, municipalities=len(municipality_ids))


def enter(
    actor: Actor,
    wanted: queries.YearOf,
    counts: Counts,
    *,
    reason: str,
    base_version: int,
    now: datetime,
    today: date,
) -> None:
    """Enter how many were taken into care, or correct it: then with the reason.

    Raises StaleError when a colleague has said something else since the form was opened.
    """
    check_year(wanted.year, today)
    check_counts(counts)
    _check_own(actor, wanted)
    hold(wanted.municipality.id)
    latest = queries.find_own(actor, wanted)
    if latest is not None and queries.counts_of(latest) == counts:
        return
    version = latest.version if latest else 0
    if latest is not None and version != base_version:
        raise StaleError(_differences(latest, counts))
    if latest is not None:
        _check_reason(reason)
    row = LobFigure(
        id=new_id(),
        county_id=actor.county_id,
        municipality_id=wanted.municipality.id,
        organisation_id=actor.organisation_id,
        year=wanted.year,
        version=version + 1,
        taken=counts.taken,
        cared_for=counts.cared_for,
        young=counts.young,
        violent=counts.violent,
        source="",
        reason=reason if latest else "",
        recorded_by=actor.name,
        recorded_at=now,
    )
    db.session.add(row)
    action = "lob.figures_corrected" if latest else "lob.figures_entered"
    audit.record(actor, action, row, year=wanted.year)


def _check_reason(reason: str) -> None:
    if not reason:
        raise LobRuleError(LobRefusal.NO_REASON, field="reason")
    check_all(
        lambda: check_impersonal("reason", reason),
        lambda: check_written("reason", reason),
    )


def _check_own(actor: Actor, wanted: queries.YearOf) -> None:
    """Also where an area counts no more, it may put right what it has said."""
    counting = queries.get_counting(actor)
    if wanted.municipality not in counting.places_of(
        actor.organisation_id
    ) and not queries.find_own(actor, wanted):
        raise LobRuleError(LobRefusal.ANOTHER_COUNTS)


def _differences(latest: LobFigure, counts: Counts) -> tuple[Difference, ...]:
    fields = ("taken", "cared_for", "young", "violent")
    return tuple(
        Difference(
            name,
            yours=str(getattr(counts, name)),
            theirs=str(getattr(latest, name)),
            changed_by=latest.recorded_by,
        )
        for name in fields
        if getattr(counts, name) != getattr(latest, name)
    )
