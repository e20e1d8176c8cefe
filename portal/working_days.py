"""Which days are working days in Sweden: neither weekends, holidays, nor eves that count as such.

Saturdays and the eves of Midsummer, Christmas and the new year count as holidays where the law
reckons time (lagen 1930:173).
"""

from datetime import date, timedelta
from functools import lru_cache

_FIXED = ((1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31))
# from Easter Sunday: Good Friday, Easter Monday, Ascension Day
_MOVABLE = (-2, 1, 39)
_SATURDAY = 5
_FRIDAY = 4


def is_working_day(day: date) -> bool:
    """Whether authorities are at work that day."""
    return day.weekday() < _SATURDAY and day not in _holidays(day.year)


def working_days_after(day: date, number: int) -> date:
    """The last of `number` working days that come after a day."""
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[date]:
    easter = _easter(year)
    midsummer = date(year, 6, 19)
    midsummer += timedelta(days=(_FRIDAY - midsummer.weekday()) % 7)
    return frozenset(
        [
            *(date(year, month, day) for month, day in _FIXED),
            *(easter + timedelta(days=days) for days in _MOVABLE),
            midsummer,
        ]
    )


def _easter(year: int) -> date:
    """Easter Sunday, by Gauss' rule for the Gregorian calendar as Butcher put it."""
    century, rest = divmod(year, 100)
    golden = year % 19
    leaps = century // 4 + (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
