"""What stands on the card about LOB, and whether a place on it is open. Pure functions.

The card is Swedish in every language of the interface: it is what the agreement says.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from agreements.facts import (
    Declared,
    Duration,
    Event,
    Function,
    Hours,
    Place,
    Said,
    Unit,
    Value,
    ages_in_words,
    days_in_words,
    hours_in_words,
    in_words,
    values_of,
)

NOTHING: Final = "Inget är överenskommet."
AT_NIGHT: Final = "02:00"
"""What is open then is open tonight."""

EVENTS, OWN_DAYS = "Evenemang med egna rutiner", "lob-evenemang-dagar"
"""The heading of what holds on certain days alone, and the fact that says it."""
SOON: Final = timedelta(days=7)
"""So long before an event the card shows it, where it is read as it is that day."""
KEPT_FOR: Final = timedelta(days=90)
"""The same of a card that is kept: on paper, or as a file in a phone."""
AFTER: Final = timedelta(days=1)
"""The night after an event's last day is still part of it."""

BLOCKS: Final[Sequence[tuple[str, Sequence[str]]]] = (
    ("Ring 112 vid", ("lob-tecken",)),
    (
        "Medicinsk bedömning",
        ("lob-bedomning-inom", "lob-bedomning", "lob-bedomning-av", "lob-arrest"),
    ),
    ("Här kan personen nyktra till", ("lob-tillnyktring", "lob-tillnyktring-fullt")),
    ("Under 18 år", ("lob-under-18-inom", "lob-under-18")),
    ("Barn och andra runt personen", ("lob-barn",)),
    ("Hemresan", ("lob-hemresa",)),
    (
        "Rapport till socialtjänsten",
        ("lob-rapport-inom", "lob-rapport-till", "lob-rapport-uppgifter"),
    ),
    (
        "Kontakt efteråt",
        ("lob-kontakt-av", "lob-kontakt-inom", "lob-kontakt-inom-kanda"),
    ),
    ("Evenemang", ("lob-evenemang", "lob-evenemang-fore", "lob-evenemang-kallar")),
)
"""The headings of the card, in the order somebody needs them, and the facts under each."""

_BEFORE: Final[Mapping[str, str]] = {
    "lob-bedomning-inom": "Inom {}",
    "lob-arrest": "I arresten: {}",
    "lob-rapport-inom": "Inom {}",
    "lob-kontakt-inom": "Ny: inom {}",
    "lob-kontakt-inom-kanda": "Får redan stöd: inom {}",
    "lob-under-18-inom": "Inom {}",
    "lob-tillnyktring-fullt": "Fullt eller för långt: {}",
    "lob-evenemang-fore": "Planeringen börjar {} före",
    "lob-evenemang-kallar": "Kallar: {}",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing on the card: what, a few words more, its telephone, and when it is open."""

    text: str
    more: str = ""
    telephone: str = ""
    place: Place | None = None

    @property
    def hours(self) -> str:
        """When a place is open, day by day."""
        if self.place is None:
            return ""
        if self.place.always_open:
            return "Dygnet runt"
        return _sentence(", ".join(hours_in_words(one) for one in self.place.hours))


@dataclass(frozen=True, slots=True)
class Block:
    """A heading of the card, with its lines."""

    heading: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Opening:
    """How a place is open at an instant: now, today and tonight."""

    is_open: bool
    today: str
    tonight: bool

    @property
    def words(self) -> str:
        """The same on one line."""
        now = "Öppet nu" if self.is_open else "Stängt nu"
        today = f"i dag {self.today}" if self.today else "stängt i dag"
        return f"{now} · {today} · {'öppet' if self.tonight else 'stängt'} i natt"


def opening_of(place: Place, at: datetime) -> Opening | None:
    """How it is open; None where nothing is said of its hours. `at` is in the place's own time."""
    if place.always_open:
        return Opening(is_open=True, today="dygnet runt", tonight=True)
    if not place.hours:
        return None
    weekday, time = at.weekday(), f"{at:%H:%M}"
    tonight = weekday if time < "06:00" else (weekday + 1) % 7
    return Opening(
        is_open=_is_open(place.hours, weekday, time),
        today=", ".join(place.opening(weekday)),
        tonight=_is_open(place.hours, tonight, AT_NIGHT),
    )


def blocks_of(
    facts: Iterable[tuple[Declared, Said | None]], day: date, ahead: timedelta = SOON
) -> list[Block]:
    """The card's blocks on a day. Where the parties have agreed on nothing the card says so.

    An event with days of its own stands first, from so long `ahead` until it has been.
    """
    found = {declared.key: (declared, said) for declared, said in facts}
    declared, said = found.get(OWN_DAYS, (None, None))
    events = _events(values_of(declared, said) if declared else (), day, ahead)
    return ([Block(EVENTS, events)] if events else []) + [
        Block(heading, lines or [Line(NOTHING)])
        for heading, keys in BLOCKS
        if any(key in found for key in keys)
        for lines in [[line for key in keys if key in found for line in _lines(*found[key])]]
    ]


def _events(values: Iterable[Value], day: date, ahead: timedelta) -> list[Line]:
    """Those that are near or going on, the first before."""
    events = [one for one in values if isinstance(one, Event)]
    near = [one for one in events if one.starts - ahead <= day <= one.ends + AFTER]
    return [
        Line(
            f"{one.name}, {days_in_words(one.starts, one.ends)}",
            ", ".join(said for said in (one.place, one.hours, one.note) if said),
            one.telephone,
        )
        for one in sorted(near, key=lambda one: (one.starts, one.ends, one.name))
    ]


def _is_open(hours: Sequence[Hours], weekday: int, time: str) -> bool:
    yesterday = (weekday - 1) % 7
    return any(
        (one.holds_on(weekday) and one.opens <= time and (one.overnight or time < one.closes))
        or (one.overnight and one.holds_on(yesterday) and time < one.closes)
        for one in hours
    )


def _lines(declared: Declared, said: Said | None) -> Iterator[Line]:
    if said is not None and said.not_relevant:
        yield Line(f"Inte aktuellt: {said.not_relevant}")
        return
    for value in values_of(declared, said):
        yield _line(declared.key, value)


def _line(key: str, value: Value) -> Line:
    if isinstance(value, Place):
        return Line(value.name, _about_place(value), value.telephone, value)
    if isinstance(value, Function):
        party = f" ({value.party})" if value.party else ""
        more = ", ".join(one for one in (value.unit, value.hours) if one)
        return Line(_BEFORE.get(key, "{}").format(value.title + party), more, value.telephone)
    before = _BEFORE.get(key, "{}")
    if isinstance(value, Duration) and value.unit is Unit.AT_ONCE:
        before = before.replace("Inom ", "").replace("inom ", "")
    return Line(_sentence(before.format(in_words(value))))


def _about_place(place: Place) -> str:
    seats = "1 plats" if place.capacity == 1 else f"{place.capacity} platser"
    parts = (
        place.address,
        seats if place.capacity else "",
        ages_in_words(place.least_age, place.most_age),
        place.note,
    )
    return ", ".join(one for one in parts if one)


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:]
