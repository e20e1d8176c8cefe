"""The pages of following up: an agreement's, and the county's."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from agreements import facts
from agreements import words as agreement_words
from agreements.facade import Fact
from agreements.follow_up import queries, words
from agreements.groups import MeetingStatus
from agreements.indicators import (
    Asked,
    Lacking,
    ValueUnit,
    in_county,
    known_by,
    lacking,
)
from agreements.permissions import AgreementPermission
from agreements.queries.agreement import list_subjects
from agreements.tables.agreement import Agreement
from agreements.tables.follow_up import IndicatorValue, ResultShowing, UserVoice
from agreements.tables.groups import GroupMeeting
from agreements.tables.template import Subject
from portal.authz import Actor
from portal.tenancy.models import Organisation
from portal.web.filters import long_date
from portal.web.guard import is_allowed
from portal.zone import STOCKHOLM

Bar = tuple[str, float, str]
"""A bar of a chart: what it is called, how long it is, and what it says."""


@dataclass(frozen=True, slots=True)
class ValueLine:
    """A year of an indicator: what holds, by whom, and what it was before."""

    row: IndicatorValue
    told: str
    party: str
    edit_url: str
    before: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class LackingLine:
    """A year without a value, and who is to enter it."""

    year: int
    party: str
    until: date
    is_late: bool
    enter_url: str


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator in a municipality. `asked` is None for one that is followed up no more."""

    id: str
    name: str
    asked: Asked | None
    section: str
    month: str
    bars: Sequence[Bar]
    most: float
    values: Sequence[ValueLine]
    lacking: Sequence[LackingLine]
    enter_url: str


@dataclass(frozen=True, slots=True)
class PlaceLines:
    """A municipality's indicators."""

    name: str
    lines: Sequence[IndicatorLine]


@dataclass(frozen=True, slots=True)
class VoiceLine:
    """What people said, and what is done about it."""

    voice: UserVoice
    kind: str
    party: str
    answered_by: str
    answer_url: str


@dataclass(frozen=True, slots=True)
class ShowingLine:
    """That results were shown, and the meeting of that day, where the reader takes part in it."""

    showing: ResultShowing
    party: str
    meeting_url: str


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """Everything that an agreement follows up, on one page.

    `coming` are the next meetings of its groups, where results can be shown, with their addresses.
    """

    agreement: Agreement
    places: Sequence[PlaceLines]
    voices: Sequence[VoiceLine]
    showings: Sequence[ShowingLine]
    shown: str
    forums: Sequence[str]
    coming: Sequence[tuple[str, str]]
    is_editable: bool
    late: int
    lacking: int
    asked: int

    @property
    def unanswered(self) -> int:
        """How many findings nobody has answered."""
        return sum(one.voice.answered_at is None for one in self.voices)

    @property
    def finding(self) -> str:
        """What the page says first."""
        if not self.asked:
            return _("Överenskommelsen säger inte vad som följs upp")
        if self.late:
            return ngettext(
                "Ett värde har inte kommit i tid",
                "%(num)d värden har inte kommit i tid",
                self.late,
            )
        if self.lacking:
            return ngettext("Ett värde ska fyllas i", "%(num)d värden ska fyllas i", self.lacking)
        return _("Alla värden är ifyllda")


Meetings = Sequence[tuple[str, GroupMeeting]]
"""What a group is called, and one of its meetings."""


def _shown_at(showing: ResultShowing, meetings: Meetings) -> str:
    """The meeting of the same day of a group that is called as the forum is; "" without one."""
    for name, one in meetings:
        is_same = name.casefold() in showing.forum.casefold()
        if is_same and _day_of(one) == showing.shown_on:
            return _meeting_url(one)
    return ""


def _coming(meetings: Meetings, today: date) -> Iterator[tuple[str, str]]:
    """Each group's next meeting."""
    groups = set()
    for name, one in meetings:
        is_ahead = one.status is MeetingStatus.PLANNED and _day_of(one) >= today
        if is_ahead and one.group_id not in groups:
            groups.add(one.group_id)
            yield f"{name}, {long_date(_day_of(one))}", _meeting_url(one)


def _day_of(meeting: GroupMeeting) -> date:
    return meeting.starts_at.astimezone(STOCKHOLM).date()


def _meeting_url(meeting: GroupMeeting) -> str:
    return url_for("group_meetings.show", group_id=meeting.group_id, meeting_id=meeting.id)


def agreement_page(
    actor: Actor, agreement: Agreement, today: date, said: Mapping[str, Fact] | None = None
) -> AgreementPage:
    """Put it together.

    `said` are the agreement's facts of queries.KEYS and KINDS at least, if they have been read.
    """
    plan = queries.plan_of(agreement, today, said)
    values = queries.list_values(agreement)
    entered = queries.entered_in(values)
    gone = lacking(queries.followed(agreement, plan.asked, entered), today)
    found = _Found(actor, agreement, plan, values, gone, today)
    voices = queries.list_voices(agreement)
    meetings = queries.list_meetings(agreement)
    return AgreementPage(
        agreement=agreement,
        places=[found.place(one) for one in agreement.municipality_ids],
        voices=[found.voice(one) for one in voices],
        showings=[
            ShowingLine(one, found.party(one.organisation_id), _shown_at(one, meetings))
            for one in queries.list_showings(agreement)
        ],
        shown=facts.in_words(plan.shown) if plan.shown else "",
        forums=[facts.in_words(one) for one in plan.forums],
        coming=list(_coming(meetings, today)),
        is_editable=found.is_editable,
        late=sum(one.is_late(today) for one in gone),
        lacking=len(gone),
        asked=len(plan.asked),
    )


class _Found:
    """What is known of one agreement."""

    def __init__(
        self,
        actor: Actor,
        agreement: Agreement,
        plan: queries.Plan,
        values: Sequence[IndicatorValue],
        gone: Sequence[Lacking],
        today: date,
    ) -> None:
        self.agreement = agreement
        self.plan = plan
        self.values = values
        self.gone = gone
        self.today = today
        self.is_editable = is_allowed(actor, AgreementPermission.FOLLOW_UP, agreement)
        self.names = queries.names(actor)

    def party(self, organisation_id: UUID) -> str:
        return self.names[organisation_id].name

    def place(self, municipality_id: UUID) -> PlaceLines:
        own = [one for one in self.values if one.municipality_id == municipality_id]
        asked = {one.known_by: one for one in self.plan.asked}
        others = {known_by(one.indicator): one.indicator for one in own}
        every = {key: one.indicator.name for key, one in asked.items()} | {
            key: name for key, name in others.items() if key not in asked
        }
        lines = [
            self._indicator(municipality_id, number, name, asked.get(key), own)
            for number, (key, name) in enumerate(every.items(), start=1)
        ]
        return PlaceLines(self.names[municipality_id].short_name, lines)

    def _indicator(
        self,
        place: UUID,
        number: int,
        name: str,
        asked: Asked | None,
        own: Sequence[IndicatorValue],
    ) -> IndicatorLine:
        values = [one for one in own if known_by(one.indicator) == known_by(name)]
        latest = latest_of(values)
        bars = bars_of({one.year: (one.unit, one.value) for one in latest})
        return IndicatorLine(
            id=f"i-{place.hex[-6:]}-{number}",
            name=name,
            asked=asked,
            section=self._section(asked),
            month=facts.MONTHS[asked.indicator.month - 1]
            if asked and asked.indicator.month
            else "",
            bars=bars,
            most=most_of(latest),
            values=[self._value(one, values) for one in reversed(latest)],
            lacking=[
                self._lacking(one)
                for one in self.gone
                if one.place == place and one.asked.known_by == known_by(name)
            ],
            enter_url=self._enter_url(name, place) if asked and self.is_editable else "",
        )

    def _section(self, asked: Asked | None) -> str:
        fact = self.plan.sources.get(asked.fact_key) if asked else None
        return section_of(fact)

    def _value(self, one: IndicatorValue, every: Sequence[IndicatorValue]) -> ValueLine:
        before = [
            (told(earlier.unit, earlier.value), later.reason)
            for earlier, later in itertools.pairwise(every)
            if earlier.year == later.year == one.year
        ]
        edit = self._enter_url(one.indicator, one.municipality_id, one.year)
        return ValueLine(
            one,
            told(one.unit, one.value),
            self.party(one.organisation_id),
            edit if self.is_editable else "",
            before[::-1],
        )

    def _lacking(self, one: Lacking) -> LackingLine:
        url = self._enter_url(one.asked.indicator.name, one.place, one.year)
        return LackingLine(
            one.year,
            self.party(one.reporter),
            one.until,
            one.is_late(self.today),
            url if self.is_editable else "",
        )

    def _enter_url(self, name: str, place: UUID, year: int | None = None) -> str:
        return url_for(
            "follow_up.enter",
            agreement_id=self.agreement.id,
            of=name,
            municipality=place,
            year=year,
        )

    def voice(self, one: UserVoice) -> VoiceLine:
        where = url_for("follow_up.answer", agreement_id=one.agreement_id, voice_id=one.id)
        is_open = one.answered_at is None
        return VoiceLine(
            one,
            str(words.VOICES[one.kind]),
            self.party(one.organisation_id),
            self.party(one.answered_by_id) if one.answered_by_id else "",
            where if is_open and self.is_editable else "",
        )


def section_of(fact: Fact | None) -> str:
    """On which line of the agreement an indicator rests; "" where it has no such line."""
    return f"{fact.source.section}: {fact.label}" if fact and fact.is_agreed else ""


def latest_of(values: Iterable[IndicatorValue]) -> list[IndicatorValue]:
    """What holds of each year, in order; `values` are of one indicator and municipality."""
    found: dict[int, IndicatorValue] = {}
    for one in values:
        if one.year not in found or found[one.year].version < one.version:
            found[one.year] = one
    return [found[year] for year in sorted(found)]


def bars_of(years: Mapping[int, tuple[ValueUnit, Decimal]]) -> list[Bar]:
    """A bar for each year."""
    return [(str(year), float(value), told(unit, value)) for year, (unit, value) in years.items()]


def most_of(values: Sequence[IndicatorValue]) -> float:
    """How long the longest bar of a chart can be."""
    if values and values[0].unit is ValueUnit.PERCENT:
        return 100
    return max((float(one.value) for one in values), default=1)


def told(unit: ValueUnit, value: Decimal) -> str:
    """A value in words."""
    plain = f"{value.normalize():f}".replace(".", ",")
    whole, comma, rest = plain.partition(",")
    grouped = f"{int(whole):,}".replace(",", "\N{NO-BREAK SPACE}") + comma + rest
    return _("%(percent)s %%", percent=grouped) if unit is ValueUnit.PERCENT else grouped


# -- forms ----------------------------------------------------------------------------------------


def indicator_choices(agreement: Agreement, today: date, also: str) -> list[tuple[str, str]]:
    """What the agreement follows up, and one that it did before: `also`, where it has values."""
    plan = queries.plan_of(agreement, today)
    found = {one.known_by: one.indicator.name for one in plan.asked}
    known = {known_by(one.indicator): one.indicator for one in queries.list_values(agreement)}
    if (key := known_by(also)) in known:
        found.setdefault(key, known[key])
    return [("", _("Välj …")), *((name, name) for name in found.values())]


def forums(agreement: Agreement, today: date) -> list[str]:
    """Where the agreement says that results are shown."""
    return [one.title for one in queries.plan_of(agreement, today).forums]


def municipality_choices(actor: Actor, agreement: Agreement) -> list[tuple[str, str]]:
    """The municipalities that the agreement holds in."""
    found = queries.names(actor)
    return [(str(one), found[one].short_name) for one in agreement.municipality_ids]


@dataclass(frozen=True, slots=True)
class Begun:
    """What the form of a value begins with."""

    indicator: str
    municipality: str
    year: int | None
    version: str = "0"
    unit: str = ""
    value: str = ""
    source: str = ""
    note: str = ""

    @property
    def is_correction(self) -> bool:
        """Whether there is a value already."""
        return self.version != "0"


def begun(
    agreement: Agreement, indicator: str, municipality: UUID | None, year: int | None, today: date
) -> Begun:
    """With what there is, or what the year before and the agreement say."""
    place = municipality
    if place is None and len(agreement.municipality_ids) == 1:
        place = agreement.municipality_ids[0]
    name, key = indicator, known_by(indicator)
    asked = next(
        (one for one in queries.plan_of(agreement, today).asked if one.known_by == key), None
    )
    name = asked.indicator.name if asked else name
    own = [
        one
        for one in queries.list_values(agreement)
        if one.municipality_id == place and known_by(one.indicator) == key
    ]
    latest = latest_of(own)
    start = Begun(name, str(place or ""), year, source=asked.indicator.source if asked else "")
    if not latest:
        return start
    there = next((one for one in latest if one.year == year), None)
    if there is None:
        return Begun(name, str(place), year, unit=latest[-1].unit.value, source=latest[-1].source)
    plain = f"{there.value.normalize():f}".replace(".", ",")
    return Begun(
        there.indicator if asked is None else name,
        str(place),
        year,
        str(there.version),
        there.unit.value,
        plain,
        there.source,
        there.note,
    )


# -- the county -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several that a page can show."""

    name: str
    url: str
    is_shown: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CountyYear:
    """What the municipalities that have a value have together in a year."""

    year: int
    told: str
    places: int
    url: str


@dataclass(frozen=True, slots=True)
class PlaceValue:
    """A municipality in the shown year; `told` is "" where it has no value."""

    name: str
    told: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class CountyPage:
    """One indicator in the county, over the years and by municipality in one of them."""

    subjects: Sequence[Choice]
    indicators: Sequence[Choice]
    name: str
    is_summed: bool
    bars: Sequence[Bar]
    most: float
    years: Sequence[CountyYear]
    year: int | None
    places: Sequence[PlaceValue]


def county_page(
    actor: Actor, subject_id: UUID | None, wanted: str, year: int | None
) -> CountyPage | None:
    """Put it together for the wanted subject, indicator and year; None before any template."""
    subjects = list_subjects(actor, with_template=True)
    if not subjects:
        return None
    subject = next((one for one in subjects if one.id == subject_id), subjects[0])
    every = queries.list_of_county(actor, subject.id)
    names: dict[str, str] = {}
    for one in every:
        names.setdefault(known_by(one.indicator), one.indicator)
    shown = known_by(wanted) if known_by(wanted) in names else next(iter(sorted(names)), "")
    own = [one for one in every if known_by(one.indicator) == shown]
    years = sorted({one.year for one in own})
    chosen = year if year in years else (years[-1] if years else None)
    sums = {one: _together([v for v in own if v.year == one]) for one in years}
    bars = bars_of(sums)
    percent = bool(own) and own[0].unit is ValueUnit.PERCENT
    return CountyPage(
        subjects=_subjects(subjects, subject),
        indicators=[
            Choice(
                name,
                url_for("county_follow_up.show", subject=subject.id, of=name),
                key == shown,
                ngettext(
                    "ett värde",
                    "%(num)d värden",
                    sum(known_by(v.indicator) == key for v in every),
                ),
            )
            for key, name in sorted(names.items())
        ],
        name=names.get(shown, ""),
        is_summed=bool(own) and own[0].unit is ValueUnit.COUNT,
        bars=bars,
        most=100 if percent else max((value for _l, value, _t in bars), default=1),
        years=[
            CountyYear(
                one,
                told(*sums[one]),
                sum(v.year == one for v in own),
                url_for("county_follow_up.show", subject=subject.id, of=names[shown], year=one)
                + "#h-places",
            )
            for one in reversed(years)
        ],
        year=chosen,
        places=_places(actor, [one for one in own if one.year == chosen]),
    )


def _together(values: Sequence[IndicatorValue]) -> tuple[ValueUnit, Decimal]:
    unit = values[0].unit
    return unit, in_county(unit, [one.value for one in values if one.unit is unit])


def _subjects(subjects: Sequence[Subject], shown: Subject) -> list[Choice]:
    if len(subjects) == 1:
        return []
    return [
        Choice(
            agreement_words.subject_name(one),
            url_for("county_follow_up.show", subject=one.id),
            one.id == shown.id,
        )
        for one in subjects
    ]


def _places(actor: Actor, values: Sequence[IndicatorValue]) -> list[PlaceValue]:
    by_place = {one.municipality_id: one for one in values}
    organisations = queries.names(actor).values()
    places = [one for one in organisations if _is_shown(one, by_place)]
    return [_place(one, by_place.get(one.id)) for one in places]


def _is_shown(one: Organisation, by_place: Mapping[UUID, IndicatorValue]) -> bool:
    return one.id in by_place or (one.kind.value == "municipality" and one.is_offered)


def _place(one: Organisation, value: IndicatorValue | None) -> PlaceValue:
    if value is None:
        return PlaceValue(one.short_name, "", "", "")
    return PlaceValue(one.short_name, told(value.unit, value.value), value.source, value.note)
