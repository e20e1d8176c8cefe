"""What has been counted by LOB in a county, and where each police area counts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from agreements.lob.rules import FIRST_YEAR, Counts, Entry, lacking_of, late_of, reporting
from agreements.tables.lob import LobArea, LobFigure
from portal import clock
from portal.authz import Actor, OrganisationKind
from portal.db import db
from portal.errors import NotFoundError
from portal.tenancy.models import Organisation
from portal.tenancy.queries import list_organisations


@dataclass(frozen=True, slots=True)
class YearOf:
    """A year of a municipality, as a page's address names it."""

    municipality: Organisation
    year: int


@dataclass(frozen=True, slots=True)
class Counting:
    """Who counts where: the county's municipalities and police areas, and what each has said."""

    municipalities: Sequence[Organisation]
    police: Sequence[Organisation]
    said: Mapping[UUID, Sequence[UUID]]

    @property
    def areas(self) -> Mapping[UUID, frozenset[UUID]]:
        """Municipality -> the police areas that count there."""
        places = [one.id for one in self.municipalities if one.is_offered]
        return reporting([one.id for one in self.police], places, self.said)

    def places_of(self, organisation_id: UUID) -> list[Organisation]:
        """The municipalities that a police area counts in."""
        areas = self.areas
        return [one for one in self.municipalities if organisation_id in areas.get(one.id, ())]


def list_figures(actor: Actor) -> Sequence[LobFigure]:
    """What holds now, of every municipality and year, and of the whole county."""
    statement = (
        select(LobFigure)
        .where(LobFigure.county_id == actor.county_id)
        .ext(distinct_on(LobFigure.municipality_id, LobFigure.organisation_id, LobFigure.year))
        .order_by(
            LobFigure.municipality_id,
            LobFigure.organisation_id,
            LobFigure.year,
            LobFigure.version.desc(),
        )
    )
    return db.session.scalars(statement).all()


def counts_of(row: LobFigure) -> Counts:
    """The numbers themselves."""
    return Counts(row.taken, row.cared_for, row.young, row.violent)


def entries_of(figures: Sequence[LobFigure]) -> list[Entry]:
    """Those of a municipality, as the rules know them."""
    return [
        Entry(one.municipality_id, one.organisation_id, one.year, counts_of(one))
        for one in figures
        if one.municipality_id is not None and one.organisation_id is not None
    ]


def list_versions(actor: Actor, municipality_id: UUID) -> Sequence[LobFigure]:
    """Everything that has been said of a municipality, the newest first."""
    statement = (
        select(LobFigure)
        .where(LobFigure.county_id == actor.county_id, LobFigure.municipality_id == municipality_id)
        .order_by(LobFigure.recorded_at.desc(), LobFigure.year.desc(), LobFigure.version.desc())
    )
    return db.session.scalars(statement).all()


def find_own(actor: Actor, wanted: YearOf) -> LobFigure | None:
    """What the actor's police area has said last of a municipality's year."""
    statement = (
        select(LobFigure)
        .where(
            LobFigure.organisation_id == actor.organisation_id,
            LobFigure.municipality_id == wanted.municipality.id,
            LobFigure.year == wanted.year,
        )
        .order_by(LobFigure.version.desc())
        .limit(1)
    )
    return db.session.scalar(statement)


def list_lacking(actor: Actor, today: date) -> dict[int, list[str]]:
    """Year -> the municipalities whose figures the actor's police area has not handed in."""
    counting = get_counting(actor)
    own = select(LobFigure.municipality_id, LobFigure.year).where(
        LobFigure.organisation_id == actor.organisation_id
    )
    handed_in = {(place, year) for place, year in db.session.execute(own) if place is not None}
    lacking = lacking_of(actor.organisation_id, counting.areas, handed_in, today)
    names = {one.id: one.short_name for one in counting.municipalities}
    return {year: [names[one] for one in places] for year, places in lacking.items()}


def list_missing(actor: Actor, today: date) -> dict[int, list[Organisation]]:
    """Year -> the municipalities whose figures some police area should have handed in by now."""
    counting = get_counting(actor)
    handed: dict[UUID, set[tuple[UUID, int]]] = defaultdict(set)
    for one in list_figures(actor):
        if one.organisation_id is not None and one.municipality_id is not None:
            handed[one.organisation_id].add((one.municipality_id, one.year))
    return {
        year: [one for one in counting.municipalities if one.id in places]
        for year, places in late_of(counting.areas, handed, today).items()
    }


def get_counting(actor: Actor) -> Counting:
    """Who counts where in the actor's county."""
    kinds = (OrganisationKind.MUNICIPALITY, OrganisationKind.POLICE)
    found = list_organisations(actor, *kinds)
    said = (
        select(LobArea.organisation_id, LobArea.municipality_ids)
        .where(LobArea.county_id == actor.county_id)
        .ext(distinct_on(LobArea.organisation_id))
        .order_by(LobArea.organisation_id, LobArea.said_at.desc())
    )
    return Counting(
        [one for one in found if one.kind is OrganisationKind.MUNICIPALITY],
        [one for one in found if one.kind is OrganisationKind.POLICE],
        {row.organisation_id: row.municipality_ids for row in db.session.execute(said)},
    )


def names_of(actor: Actor, entries: Sequence[Entry], counting: Counting) -> Mapping[UUID, str]:
    """What the police areas are called, also those that have ended and counted before."""
    known = {one.id: one.name for one in counting.police}
    others = {one.organisation for one in entries} - known.keys()
    ended = list_organisations(actor, ids=list(others)) if others else ()
    return known | {one.id: one.name for one in ended}


def get_municipality(actor: Actor, municipality_id: UUID) -> Organisation:
    """A municipality of the actor's county, also one that has ended."""
    found = list_organisations(actor, OrganisationKind.MUNICIPALITY, ids=[municipality_id])
    if not found:
        raise NotFoundError
    return found[0]


def get_year(actor: Actor, municipality_id: UUID, year: int) -> YearOf:
    """A year of one of the county's municipalities, from when the law began until now."""
    if not FIRST_YEAR <= year <= clock.today().year:
        raise NotFoundError
    return YearOf(get_municipality(actor, municipality_id), year)
