"""What the pages of search and comparison show."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from agreements import words
from agreements.agreed.queries import KeptFact, by_section
from agreements.matrix.queries import Column, Row
from agreements.rules import Responsibility
from agreements.searching.queries import Filter, Found, Hit, HitKind, InForce, Places, Side
from portal.documents import commonmark

A_PAGE = 20
START, END = "\x02", "\x03"
"""What app.search_agreements() puts around the words that were found."""

ORDERS = ("municipality", "subject", "end")
PARTS = (Responsibility.RESPONSIBLE, Responsibility.SHARED, Responsibility.PARTICIPATES)


@dataclass(frozen=True, slots=True)
class HitLine:
    """A place found: `url` leads to it; `who` are parts in a measure with who has them."""

    name: str
    number: int | None
    is_text: bool
    url: str
    area: str
    subject: str
    agreement: str
    excerpt: Markup
    who: Sequence[tuple[str, str]]
    on_paper: bool
    is_left: bool


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """An agreement that holds today."""

    agreement: InForce
    area: str
    subject: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Everything on the page: what was found for words, or all that holds when there are none."""

    wanted: Filter
    places: Places
    hits: Sequence[HitLine]
    total: int
    first: int
    lines: Sequence[AgreementLine]
    order: str

    @property
    def last(self) -> int:
        """The number of the last place shown."""
        return self.first + len(self.hits) - 1

    @property
    def subjects(self) -> list[tuple[str, str, bool]]:
        """The choices of subject: id, name, whether it is chosen."""
        return [
            (str(one.id), words.subject_name(one), one.id == self.wanted.subject)
            for one in self.places.subjects
        ]

    @property
    def municipalities(self) -> list[tuple[str, str, bool]]:
        """The choices of municipality."""
        return [
            (str(one.id), one.name, one.id == self.wanted.municipality)
            for one in self.places.municipalities
        ]

    def url(self, **change: str | int | None) -> str:
        """The same page with something else asked for."""
        asked: dict[str, Any] = {
            "q": self.wanted.words or None,
            "subject": self.wanted.subject,
            "municipality": self.wanted.municipality,
            "order": self.order if self.order != ORDERS[0] else None,
        }
        return url_for("searching.search_agreements", **asked | change)

    @property
    def previous_url(self) -> str:
        """Where the places before these are; "" on the first page."""
        number = (self.first - 1) // A_PAGE
        return self.url(page=number if number > 1 else None) if number else ""

    @property
    def next_url(self) -> str:
        """Where the places after these are; "" on the last page."""
        return self.url(page=(self.first - 1) // A_PAGE + 2) if self.last < self.total else ""


def search_page(
    wanted: Filter, places: Places, found: Found | Sequence[InForce], *, page: int, order: str
) -> SearchPage:
    """Put the page together, of places found or of all that holds."""
    names = {one.id: one.name for one in places.municipalities}
    subjects = {one.id: words.subject_name(one) for one in places.subjects}
    hits: list[HitLine] = []
    lines: list[AgreementLine] = []
    if isinstance(found, Found):
        hits = [_hit(one, names, subjects) for one in found.hits]
    else:
        lines = [AgreementLine(one, _area(one, names), subjects[one.subject_id]) for one in found]
    by: dict[str, Callable[[AgreementLine], Any]] = {
        "municipality": lambda one: (_order(one.agreement, names), one.subject),
        "subject": lambda one: (one.subject, _order(one.agreement, names)),
        "end": lambda one: (one.agreement.last_day or date.max, one.area),
    }
    chosen = order if order in ORDERS else ORDERS[0]
    return SearchPage(
        wanted=wanted,
        places=places,
        hits=hits,
        total=found.total if isinstance(found, Found) else len(lines),
        first=(page - 1) * A_PAGE + 1,
        lines=sorted(lines, key=by[chosen]),
        order=chosen,
    )


def _area(one: InForce | Hit, names: Mapping[UUID, str]) -> str:
    here = [name for id_, name in names.items() if id_ in one.municipality_ids]
    return words.area(here, covers_county=one.covers_county)


def _order(one: InForce, names: Mapping[UUID, str]) -> tuple[bool, int]:
    """The whole county first, then by the first of its municipalities."""
    order = list(names)
    here = [order.index(place) for place in one.municipality_ids if place in names]
    return (not one.covers_county, min(here, default=0))


def _hit(hit: Hit, names: Mapping[UUID, str], subjects: Mapping[UUID, str]) -> HitLine:
    is_annex = hit.kind is HitKind.ANNEX
    title = _("Bilaga %(number)s. %(title)s", number=hit.number, title=hit.name)
    return HitLine(
        name=title if is_annex else hit.name,
        number=hit.number if hit.kind is HitKind.SECTION else None,
        is_text=hit.kind is not HitKind.MEASURE,
        url=_url(hit),
        area=_area(hit, names),
        subject=subjects[hit.subject_id],
        agreement=hit.agreement,
        excerpt=_marked(hit.excerpt),
        on_paper=hit.on_paper,
        is_left=hit.is_left,
        who=[(part.value, ", ".join(hit.who[part])) for part in PARTS if part in hit.who],
    )


def _url(hit: Hit) -> str:
    match hit.kind:
        case HitKind.MEASURE:
            anchor = f"row-{hit.part_key}"
            return url_for("matrix.show", agreement_id=hit.agreement_id, _anchor=anchor)
        case HitKind.FACT:
            return url_for("facts.show", agreement_id=hit.agreement_id, fact_key=hit.part_key)
        case HitKind.ANNEX:
            return url_for("annexes.show", agreement_id=hit.agreement_id, annex_id=hit.part_id)
        case _:
            agreement, section = hit.agreement_id, hit.part_id
            return url_for("agreements.section", agreement_id=agreement, section_id=section)


def _marked(excerpt: str) -> Markup:
    """An excerpt as HTML, with the words that were found marked."""
    return Markup().join(_pieces(excerpt))


def _pieces(excerpt: str) -> Iterator[Markup]:
    for number, piece in enumerate(excerpt.split(START)):
        word, _end, rest = piece.partition(END) if number else ("", "", piece)
        if word:
            yield Markup("<mark>%s</mark>") % word
        yield escape(rest)


@dataclass(frozen=True, slots=True)
class SectionPair:
    """A section in both, with its facts; None where one of them has no such heading."""

    heading: str
    left: Markup | None
    right: Markup | None
    is_same: bool
    facts: Sequence["FactPair"]


@dataclass(frozen=True, slots=True)
class FactPair:
    """A fact in both, by the lines of what holds; None where one of them has no such fact."""

    label: str
    left: Sequence[str] | None
    right: Sequence[str] | None

    @property
    def is_same(self) -> bool:
        """Whether both say the same of it."""
        return self.left == self.right


@dataclass(frozen=True, slots=True)
class MeasurePair:
    """A measure in both, by who has which part; None where one of them does not have it."""

    title: str
    left: Sequence[tuple[str, str]] | None
    right: Sequence[tuple[str, str]] | None


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Two agreements beside each other. `measures` are those that differ, of `all_measures`."""

    left: Side
    right: Side
    names: tuple[str, str]
    sections: Sequence[SectionPair]
    measures: Sequence[MeasurePair]
    all_measures: int

    @property
    def facts(self) -> Sequence[FactPair]:
        """Every fact of both."""
        return [one for section in self.sections for one in section.facts]

    @property
    def other_facts(self) -> int:
        """How many facts the two say different things of."""
        return sum(not one.is_same for one in self.facts)


def compare_page(left: Side, right: Side, names: tuple[str, str]) -> ComparePage:
    """Put them beside each other, by the keys of their sections and measures."""
    measures = list(_measures(left, right))
    return ComparePage(
        left=left,
        right=right,
        names=names,
        sections=list(_sections(left, right)),
        measures=[one for one in measures if one.left != one.right],
        all_measures=len(measures),
    )


def _sections(left: Side, right: Side) -> Iterator[SectionPair]:
    sides = [{one.section.key: one for one in side.sections} for side in (left, right)]
    facts = [by_section(side.facts) for side in (left, right)]
    for key in dict.fromkeys([*sides[0], *sides[1]]):
        pair = [side.get(key) for side in sides]
        texts = [one.text.strip() if one else None for one in pair]
        htmls = [commonmark.to_html(one.text) if one else None for one in pair]
        heading = next(one.section.heading for one in pair if one)
        yield SectionPair(
            heading,
            htmls[0],
            htmls[1],
            is_same=texts[0] == texts[1],
            facts=list(_facts(*(side.get(key, ()) for side in facts))),
        )


def _facts(left: Sequence[KeptFact], right: Sequence[KeptFact]) -> Iterator[FactPair]:
    sides = [{one.key: one for one in side} for side in (left, right)]
    for key in dict.fromkeys([*sides[0], *sides[1]]):
        pair = [side.get(key) for side in sides]
        lines = [one.lines if one else None for one in pair]
        yield FactPair(next(one.label for one in pair if one), lines[0], lines[1])


def _measures(left: Side, right: Side) -> Iterator[MeasurePair]:
    sides = [{row.key: row for row in side.matrix.rows} for side in (left, right)]
    for key in dict.fromkeys([*sides[0], *sides[1]]):
        rows = [side.get(key) for side in sides]
        title = next(row.title for row in rows if row)
        yield MeasurePair(
            title,
            _parts(rows[0], left.matrix.columns) if rows[0] else None,
            _parts(rows[1], right.matrix.columns) if rows[1] else None,
        )


def _parts(row: Row, columns: Sequence[Column]) -> list[tuple[str, str]]:
    """Which parts there are in a measure, with the columns that have them."""
    found = [
        (part.value, ", ".join(one.label for one in columns if row.values.get(one.key) is part))
        for part in PARTS
    ]
    return [(part, labels) for part, labels in found if labels]


def others_to_compare(
    agreement_id: UUID, found: Sequence[InForce], places: Places
) -> list[tuple[str, str]]:
    """The other agreements of a subject, by where they hold: id and area."""
    names = {one.id: one.name for one in places.municipalities}
    others = [one for one in found if one.id != agreement_id]
    others.sort(key=lambda one: (_order(one, names), one.valid_from))
    return [(str(one.id), _area(one, names)) for one in others]
