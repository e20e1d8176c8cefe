"""The pages of what the police have counted: the county over the years, and each municipality."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from agreements.lob import queries
from agreements.lob.rules import (
    NONE,
    Counts,
    Entry,
    YearOfPlace,
    due_on,
    is_told,
    year_of_place,
)
from agreements.permissions import CountyPermission
from agreements.tables import functions
from agreements.tables.lob import LobFigure
from portal import clock
from portal.authz import Actor
from portal.tenancy.models import Organisation
from portal.web.guard import is_allowed

YEARS_AT_LEAST = 5
"""So many years are listed where nobody has counted any yet."""

Bar = tuple[str, int, str]
"""A bar of a chart: what it is called, how long it is, and what it says."""


@dataclass(frozen=True, slots=True)
class YearLine:
    """A year of the county or of a municipality: what is in, whose is lacking, and from where.

    Of few people in one municipality no more is told than how many they were: `is_told`.
    """

    year: int
    counts: Counts | None
    places: str = ""
    lacking: str = ""
    source: str = ""
    is_told: bool = True
    is_late: bool = False
    url: str = ""
    edit_url: str = ""

    @property
    def shares(self) -> list[tuple[str, str]]:
        """What each part is of all, with the heading of its column."""
        counts = self.counts or NONE
        parts = (counts.cared_for, counts.young, counts.violent)
        return [
            (head, _percent(counts.share(part)))
            for head, part in zip(part_heads(), parts, strict=True)
        ]

    @property
    def numbers(self) -> list[tuple[str, str, int]]:
        """The same with the numbers themselves, for a municipality."""
        counts = self.counts or NONE
        parts = (counts.cared_for, counts.young, counts.violent)
        return [(head, share, part) for (head, share), part in zip(self.shares, parts, strict=True)]


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A municipality in a year, on the county's page."""

    name: str
    url: str
    line: YearLine


@dataclass(frozen=True, slots=True)
class Charts:
    """Two charts over the years: how many, and how many of a hundred came to care."""

    taken: Sequence[Bar]
    cared_for: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class CountyPage:
    """The county over the years, and every municipality in one of them."""

    heading: str
    years: Sequence[YearLine]
    charts: Charts
    year: int
    due_on: date
    is_late: bool
    places: Sequence[PlaceLine]
    lacking: int
    may_report: bool


@dataclass(frozen=True, slots=True)
class Correction:
    """What was said of a year before, and what is said instead."""

    row: LobFigure
    before: LobFigure
    party: str
    is_told: bool

    @property
    def changed(self) -> list[tuple[str, int, int]]:
        """Each number that is another: what it is called, before and after."""
        names = ("taken", "cared_for", "young", "violent")
        heads = [_("Omhändertagna"), *part_heads()]
        both = [(getattr(self.before, one), getattr(self.row, one)) for one in names]
        return [(head, *pair) for head, pair in zip(heads, both, strict=True) if pair[0] != pair[1]]


@dataclass(frozen=True, slots=True)
class PlacePage:
    """One municipality over the years, who counts there, and what has been put right."""

    municipality: Organisation
    years: Sequence[YearLine]
    charts: Charts
    counted_by: Sequence[str]
    corrections: Sequence[Correction]
    may_report: bool
    card_url: str


def part_heads() -> list[str]:
    """What the parts of all are called, in their order."""
    return [_("Kom till vården"), _("18–25 år"), _("Våldsamma")]


def county_page(actor: Actor, wanted: int | None) -> CountyPage:
    """Put it together, with the municipalities of the wanted year."""
    found = _Found(actor)
    years = [found.county_year(year) for year in found.years]
    year = wanted if wanted in found.years else found.years[-1]
    told = [line for line in years if line.counts is not None]
    places = [found.place_line(one, year) for one in found.counting.municipalities]
    return CountyPage(
        _heading(told),
        years[::-1],
        _charts(told),
        year,
        due_on(year),
        due_on(year) < found.today,
        places,
        sum(bool(one.line.lacking) for one in places),
        may_report(actor),
    )


def place_page(actor: Actor, municipality: Organisation) -> PlacePage:
    """One municipality: those who may report see also what others are not told of few."""
    found = _Found(actor)
    years = [found.year_line(municipality, year) for year in found.years]
    told = [line for line in years if line.counts is not None and line.is_told]
    areas = found.counting.areas.get(municipality.id, frozenset())
    return PlacePage(
        municipality,
        years[::-1],
        _charts(told),
        [found.names[one] for one in areas],
        _corrections(queries.list_versions(actor, municipality.id), found),
        may_report(actor),
        _card_url(municipality, found.today),
    )


def _card_url(municipality: Organisation, today: date) -> str:
    """Where the card is that leads there; "" where no agreement says anything of LOB."""
    leading = functions.lob_card_leading(municipality.id, today)
    return url_for("lob_card.of_agreement", agreement_id=leading) if leading else ""


def may_report(actor: Actor) -> bool:
    """Whether the actor enters figures."""
    return is_allowed(actor, CountyPermission.REPORT_LOB, actor)


def fields_of(row: LobFigure) -> dict[str, int]:
    """What a form begins with, when figures are corrected."""
    return {name: getattr(row, name) for name in ("taken", "cared_for", "young", "violent")}


class _Found:
    """What has been counted in the county, and what has not."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.may_report = may_report(actor)
        self.figures = queries.list_figures(actor)
        self.entries = queries.entries_of(self.figures)
        self.counting = queries.get_counting(actor)
        self.names = queries.names_of(actor, self.entries, self.counting)
        self.of_county = {one.year: one for one in self.figures if one.municipality_id is None}
        self.today = clock.today()

    @property
    def years(self) -> list[int]:
        last = self.today.year - 1
        known = [one.year for one in self.figures]
        return list(range(min(known, default=last - YEARS_AT_LEAST + 1), last + 1))

    def of(self, municipality_id: UUID, year: int) -> YearOfPlace:
        areas = self.counting.areas.get(municipality_id, frozenset())
        return year_of_place(municipality_id, year, areas, self.entries)

    def county_year(self, year: int) -> YearLine:
        """The sum of the municipalities; where none is in, what the county's file says."""
        counted = [one for one in self.entries if one.year == year]
        url = url_for("lob.show", year=year) + "#h-places"
        if counted:
            places = {one.municipality for one in counted}
            told = _("%(count)s kommuner", count=len(places))
            return YearLine(year, sum((one.counts for one in counted), NONE), told, url=url)
        given = self.of_county.get(year)
        if given is not None:
            return YearLine(
                year, queries.counts_of(given), _("hela länet"), source=given.source, url=url
            )
        return YearLine(year, None, url=url)

    def place_line(self, one: Organisation, year: int) -> PlaceLine:
        url = url_for("lob.municipality", municipality_id=one.id)
        return PlaceLine(one.short_name, url, self.year_line(one, year))

    def year_line(self, one: Organisation, year: int) -> YearLine:
        found = self.of(one.id, year)
        own = {(entry.municipality, entry.year) for entry in self._own}
        counts_here = self.actor.organisation_id in self.counting.areas.get(one.id, frozenset())
        is_editable = self.may_report and (counts_here or (one.id, year) in own)
        edit = url_for("lob.enter", municipality_id=one.id, year=year) if is_editable else ""
        return YearLine(
            year,
            found.counts,
            lacking=", ".join(self.names[area] for area in found.lacking),
            is_told=self.may_report or found.counts is None or is_told(found.counts),
            is_late=due_on(year) < self.today,
            edit_url=edit,
        )

    @property
    def _own(self) -> list[Entry]:
        return [one for one in self.entries if one.organisation == self.actor.organisation_id]


def _heading(told: Sequence[YearLine]) -> str:
    if not told or told[-1].counts is None:
        return _("Ingen har fyllt i siffror om LOB än")
    latest = told[-1].counts
    share = latest.share(latest.cared_for)
    if share is None:
        return _("Ingen omhändertogs enligt LOB %(year)s", year=told[-1].year)
    return _(
        "%(share)s %% av de omhändertagna kom till vården %(year)s",
        share=share,
        year=told[-1].year,
    )


def _charts(told: Sequence[YearLine]) -> Charts:
    counted = [(line.year, line.counts) for line in told if line.counts is not None]
    shares = [(year, counts.share(counts.cared_for)) for year, counts in counted]
    return Charts(
        [(str(year), counts.taken, "") for year, counts in counted],
        [(str(year), share, _percent(share)) for year, share in shares if share is not None],
    )


def _percent(share: int | None) -> str:
    return "–" if share is None else _("%(percent)s %%", percent=share)


def _corrections(rows: Sequence[LobFigure], found: _Found) -> list[Correction]:
    by_version = {(one.organisation_id, one.year, one.version): one for one in rows}
    pairs = [
        (one, by_version[one.organisation_id, one.year, one.version - 1])
        for one in rows
        if one.version > 1
    ]
    return [
        Correction(
            one,
            before,
            found.names[one.organisation_id] if one.organisation_id else "",
            found.may_report or (_are_told(one, before)),
        )
        for one, before in pairs
    ]


def _are_told(*rows: LobFigure) -> bool:
    return all(is_told(queries.counts_of(one)) for one in rows)
