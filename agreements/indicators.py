"""What an agreement follows up: which indicators, who reports them, by when. Pure.

The indicators are facts of the agreement. One is known by its name: what has been entered under it
belongs together over the years, also when a later agreement asks for it.
"""

from calendar import monthrange
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from uuid import UUID

from agreements.facts import Indicator
from portal.errors import RuleBrokenError

FIRST_YEAR = 2000
"""No figures are entered from before it."""

LARGEST = Decimal(1_000_000_000)

YEARS_ASKED = 5
"""What is lacking is asked for so many years back."""

ASKED_BEFORE = timedelta(days=60)
"""So long before the day somebody has it in their list."""


REMINDED_AFTER = timedelta(days=90)
"""Nobody gets a mail about what should have been entered longer ago: the list says it."""


REPORTED_IN_WORDS = frozenset({"ansvar-lanet"})
"""Facts that are indicators too, but have no value: what is told to the county's group."""


ELEMENTS = ("goals", "resources", "responsibility", "routines")
"""What Öppna jämförelser ask of an agreement: with all four, a municipality has one."""


class ValueUnit(StrEnum):
    """What a value is counted in."""

    COUNT = "count"
    PERCENT = "percent"
    OTHER = "other"


class VoiceKind(StrEnum):
    """How people were asked."""

    SURVEY = "survey"
    AUDIT = "audit"
    DIALOGUE = "dialogue"


class FollowUpRefusal(StrEnum):
    """Why a rule said no. The codes are stable; agreements.follow_up.words says them in words."""

    NOT_A_NUMBER = "not_a_number"
    NEGATIVE = "negative"
    TOO_LARGE = "too_large"
    TOO_FINE = "too_fine"
    NOT_A_PERCENT = "not_a_percent"
    NOT_WHOLE = "not_whole"
    OTHER_UNIT = "other_unit"
    YEAR_GOES_ON = "year_goes_on"
    YEAR_TOO_EARLY = "year_too_early"
    NOT_ASKED = "not_asked"
    NO_REASON = "no_reason"
    NOT_YET = "not_yet"
    ANSWERED_ALREADY = "answered_already"


class FollowUpRuleError(RuleBrokenError):
    """A rule of following up said no."""

    def __init__(self, refusal: FollowUpRefusal, *, field: str | None = None) -> None:
        super().__init__(refusal.value, field=field)
        self.refusal = refusal


def read_value(unit: ValueUnit, text: str) -> Decimal:
    """What was written, as Swedish is written or not: "12,5", "1 200", "48 %"."""
    plain = "".join(text.split()).removesuffix("%").replace(",", ".").replace("−", "-")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise FollowUpRuleError(FollowUpRefusal.NOT_A_NUMBER, field="value") from None
    if not value.is_finite():
        raise FollowUpRuleError(FollowUpRefusal.NOT_A_NUMBER, field="value")
    check_value(unit, value)
    return value


def check_value(unit: ValueUnit, value: Decimal) -> None:
    """Raise unless a value can be right."""
    if value < 0:
        raise FollowUpRuleError(FollowUpRefusal.NEGATIVE, field="value")
    if unit is ValueUnit.PERCENT and value > 100:
        raise FollowUpRuleError(FollowUpRefusal.NOT_A_PERCENT, field="value")
    if unit is ValueUnit.COUNT and value != value.to_integral_value():
        raise FollowUpRuleError(FollowUpRefusal.NOT_WHOLE, field="value")
    if value > LARGEST:
        raise FollowUpRuleError(FollowUpRefusal.TOO_LARGE, field="value")
    if value != round(value, 2):
        raise FollowUpRuleError(FollowUpRefusal.TOO_FINE, field="value")


def check_year(year: int, today: date) -> None:
    """Raise unless the year is over, and not long gone."""
    if year < FIRST_YEAR:
        raise FollowUpRuleError(FollowUpRefusal.YEAR_TOO_EARLY, field="year")
    if year >= today.year:
        raise FollowUpRuleError(FollowUpRefusal.YEAR_GOES_ON, field="year")


def check_held(day: date, today: date, *, field: str) -> None:
    """Raise for what has not been yet."""
    if day > today:
        raise FollowUpRuleError(FollowUpRefusal.NOT_YET, field=field)


def in_county(unit: ValueUnit, values: Sequence[Decimal]) -> Decimal:
    """Several municipalities' together: the sum of what is counted, else the mean of theirs."""
    total = sum(values, Decimal(0))
    return total if unit is ValueUnit.COUNT else round(total / len(values), 1)


def due_on(year: int, month: int) -> date:
    """When the value of a year is to be in: the last day of the agreed month, the year after."""
    return date(year + 1, month, monthrange(year + 1, month)[1])


def known_by(name: str) -> str:
    """What an indicator is known by: its name, however it is spaced and capitalised."""
    return " ".join(name.split()).casefold()


@dataclass(frozen=True, slots=True)
class Party:
    """One that an agreement binds, by what a text may call it."""

    id: UUID
    kind: str
    name: str
    short: str


@dataclass(frozen=True, slots=True)
class Asked:
    """An indicator that an agreement follows: of which fact."""

    fact_key: str
    label: str
    indicator: Indicator

    @property
    def known_by(self) -> str:
        """What it is known by over the years."""
        return known_by(self.indicator.name)


# words of a text that mean a party of a kind, beside its own name
_MEANS = {
    "municipality": ("kommun", "socialtjänst", "socialnämnd", "socialförvaltning"),
    "region": ("region", "hälso", "vårdcentral", "hälsocentral", "psykiatri", "landsting"),
    "police": ("polis",),
    "school": ("skol",),
}


def reporter_of(text: str, place: UUID, parties: Sequence[Party], otherwise: UUID) -> UUID:
    """Which party reports an indicator in a municipality, by what the agreement says of it.

    A party is named, or a kind of them is meant: then it is the municipality itself, or the first
    of its kind. Where nothing is said it is the municipality; `otherwise` where that is no party.
    """
    said = text.casefold()
    own = [one for one in parties if one.id == place]
    for one in [*own, *parties]:
        if one.name.casefold() in said or one.short.casefold() in said:
            return one.id
    for kind, words in _MEANS.items():
        if any(word in said for word in words):
            for one in [*own, *parties]:
                if one.kind == kind:
                    return one.id
    return own[0].id if own else otherwise


@dataclass(frozen=True, slots=True)
class Followed:
    """What an agreement follows up, where, for whom, and what has been entered.

    `entered` are municipality, what the indicator is known by, and year.
    """

    agreement: UUID
    creator: UUID
    first: date
    places: Sequence[UUID]
    parties: Sequence[Party]
    asked: Sequence[Asked]
    entered: Collection[tuple[UUID, str, int]]


@dataclass(frozen=True, slots=True)
class Lacking:
    """A value that has not been entered: of whom it is asked, and until when."""

    asked: Asked
    place: UUID
    year: int
    reporter: UUID
    until: date

    def is_late(self, today: date) -> bool:
        """Whether the day has gone by."""
        return self.until < today


def lacking(followed: Followed, today: date) -> list[Lacking]:
    """What has not been entered, the longest due first.

    Asked for are the years whose day has come while the agreement has been in force. What has no
    month is asked for by nobody.
    """
    found = _lacking(followed, today)
    return sorted(found, key=lambda one: (one.until, one.asked.known_by))


def _lacking(followed: Followed, today: date) -> Iterator[Lacking]:
    for year in range(today.year - YEARS_ASKED, today.year):
        for asked in followed.asked:
            if not asked.indicator.month:
                continue
            until = due_on(year, asked.indicator.month)
            if until < followed.first:
                continue
            for place in followed.places:
                if (place, asked.known_by, year) not in followed.entered:
                    reporter = reporter_of(
                        asked.indicator.reporter, place, followed.parties, followed.creator
                    )
                    yield Lacking(asked, place, year, reporter, until)


def asked_of(party: UUID, found: Iterable[Lacking], today: date) -> list[Lacking]:
    """Those that one party is to enter before long, or should have entered."""
    return [one for one in found if one.reporter == party and one.until - ASKED_BEFORE <= today]


def distinct(asked: Iterable[Asked]) -> list[Asked]:
    """Each once: the first that is called so."""
    found: dict[str, Asked] = {}
    for one in asked:
        found.setdefault(one.known_by, one)
    return list(found.values())
