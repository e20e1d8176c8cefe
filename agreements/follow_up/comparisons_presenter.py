"""The pages of what Öppna jämförelser say of agreements in a county."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from agreements.follow_up import comparing, words
from agreements.follow_up.known_comparisons import Known, list_known
from agreements.indicators import ELEMENTS
from agreements.permissions import CountyPermission
from agreements.tables.follow_up import OpenComparison
from portal import clock
from portal.authz import Actor, OrganisationKind
from portal.tenancy.models import Organisation
from portal.tenancy.queries import list_organisations
from portal.web.guard import is_allowed

Bar = tuple[str, float, str]


@dataclass(frozen=True, slots=True)
class YearLine:
    """A year of the county: how many have all four, of how many that have answered."""

    year: int
    covered: int
    answered: int
    nation: int | None
    source: str
    url: str

    @property
    def share(self) -> int:
        """Of a hundred."""
        return round(100 * self.covered / self.answered) if self.answered else 0

    @property
    def told(self) -> str:
        """In words."""
        return _("%(covered)s av %(all)s", covered=self.covered, all=self.answered)


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A municipality in the shown year: its four answers, if it has answered."""

    name: str
    answers: Sequence[tuple[str, bool]]
    is_whole: bool
    reason: str


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """The county over the years, and every municipality in one of them."""

    heading: str
    bars: Sequence[Bar]
    years: Sequence[YearLine]
    year: int
    heads: Sequence[str]
    places: Sequence[PlaceLine]
    enter_years: Sequence[tuple[int, str]]


def county_page(actor: Actor, wanted: int | None) -> ComparisonPage:
    """Put it together, with the municipalities of the wanted year."""
    answers = comparing.list_answers(actor)
    known = {one.year: one for one in list_known()}
    municipalities = list_organisations(actor, OrganisationKind.MUNICIPALITY)
    key = comparing.get_county_key(actor)
    found = sorted({one.year for one in answers} | set(known))
    lines = [_line(year, answers, known.get(year), key) for year in found]
    last = max((one.year for one in answers), default=clock.today().year)
    year = wanted if wanted in {one.year for one in answers} else last
    told = [one for one in lines if one.answered]
    may = is_allowed(actor, CountyPermission.COMPARE, actor)
    return ComparisonPage(
        heading=_heading(told),
        bars=[(str(one.year), float(one.share), f"{one.share} % ({one.told})") for one in told],
        years=lines[::-1],
        year=year,
        heads=[str(words.ELEMENTS[one][0]) for one in ELEMENTS],
        places=_places(
            municipalities, {one.municipality_id: one for one in answers if one.year == year}
        ),
        enter_years=_enter_years() if may else (),
    )


YEARS_BACK = 4
"""So many years back a municipality is offered to note what it answered."""


def _enter_years() -> list[tuple[int, str]]:
    last = clock.today().year
    return [
        (year, url_for("county_follow_up.compare", year=year))
        for year in range(last, last - YEARS_BACK, -1)
    ]


def _heading(told: Sequence[YearLine]) -> str:
    if not told:
        return _("Ingen kommun har antecknat sina svar i Öppna jämförelser än")
    latest = told[-1]
    return _(
        "%(told)s kommuner hade en hel överenskommelse %(year)s", told=latest.told, year=latest.year
    )


def _line(year: int, answers: Sequence[OpenComparison], known: Known | None, key: str) -> YearLine:
    own = [one for one in answers if one.year == year]
    covered, answered = sum(one.is_whole for one in own), len(own)
    if not own and known is not None:
        covered, answered = known.counties.get(key, (0, 0))
    return YearLine(
        year,
        covered,
        answered,
        known.nation_percent if known else None,
        known.source if known else "",
        url_for("county_follow_up.comparisons", year=year) + "#h-places" if own else "",
    )


def _places(
    municipalities: Sequence[Organisation], answers: Mapping[UUID, OpenComparison]
) -> list[PlaceLine]:
    return [_place(one, answers.get(one.id)) for one in municipalities if one.is_offered]


def _place(one: Organisation, answer: OpenComparison | None) -> PlaceLine:
    if answer is None:
        return PlaceLine(one.short_name, (), is_whole=False, reason="")
    said = [(str(words.ELEMENTS[name][0]), bool(getattr(answer, name))) for name in ELEMENTS]
    return PlaceLine(one.short_name, said, answer.is_whole, answer.reason)


def begun(wanted: comparing.YearOf) -> dict[str, str]:
    """What the form begins with."""
    there = comparing.find_answer(wanted.municipality.id, wanted.year)
    if there is None:
        return {"version": "0"}
    answers = {one: "yes" if getattr(there, one) else "no" for one in ELEMENTS}
    return {"version": str(there.version), **answers}
