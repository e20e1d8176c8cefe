"""Fields for numbers, days and times of day, read as people write them."""

import re
from datetime import date, time
from typing import Any, Unpack

import wtforms
from typing_extensions import override

from portal.web import widgets
from portal.web.fields.base import Options, OurField
from portal.web.fields.checks import Text, Validators, tidy
from portal.web.filters import number
from portal.web.i18n import gettext as _
from portal.web.i18n import lazy_gettext as _l

EARLIEST = date(1900, 1, 1)
LATEST = date(2199, 12, 31)
WRITTEN_TIME = re.compile(r"([0-9]{1,2})(?:[.:]?([0-9]{2}))?")
WRITTEN_DATE = re.compile(r"([0-9]{4})-?([0-9]{1,2})-?([0-9]{1,2})")

DATE_ADVICE = _l("Skriv datumet som år-månad-dag, till exempel 2026-11-22.")
NO_SUCH_DAY = _l("Den dagen finns inte. Se efter i en almanacka.")
YEAR_ADVICE = _l("Skriv ett årtal mellan 1900 och 2199.")
TIME_ADVICE = _l("Skriv klockslaget som timmar och minuter, till exempel 13.00.")


class IntegerField(OurField, wtforms.IntegerField):
    """A whole number between two bounds."""

    widget = widgets.TextControl("text", inputmode="numeric", size=8)

    def __init__(
        self,
        label: Text = "",
        validators: Validators = (),
        *,
        between: tuple[int, int],
        **options: Unpack[Options],
    ) -> None:
        self.minimum, self.maximum = between
        super().__init__(label, validators, **options)

    @override
    def process_formdata(self, valuelist: list[Any]) -> None:
        written = tidy(valuelist[0]) if valuelist else ""
        self.data = None
        if not written:
            return
        digits = written.replace(" ", "").replace("\u00a0", "")
        if len(digits) > len(str(self.maximum)) or not digits.removeprefix("-").isdecimal():
            raise ValueError(self._advice())
        if not self.minimum <= int(digits) <= self.maximum:
            raise ValueError(self._advice())
        self.data = int(digits)

    @override
    def in_browser(self) -> dict[str, str]:
        own = {
            "data-check": "number",
            "data-from": str(self.minimum),
            "data-to": str(self.maximum),
            "data-wrong-form": self._advice(),
        }
        return super().in_browser() | own

    def _advice(self) -> str:
        return str(
            _(
                "Skriv ett heltal mellan %(minimum)s och %(maximum)s.",
                minimum=number(self.minimum),
                maximum=number(self.maximum),
            )
        )


class DateField(OurField, wtforms.DateField):
    """A day, written as 2026-11-22. Plain text, so that a misspelt one stays to be put right."""

    widget = widgets.TextControl("text", inputmode="numeric", size=12, autocomplete="off")
    usual_hint = _l("År-månad-dag, till exempel 2026-11-22")

    @override
    def process_formdata(self, valuelist: list[Any]) -> None:
        written = tidy(valuelist[0]) if valuelist else ""
        self.data = None
        if not written:
            return
        parts = WRITTEN_DATE.fullmatch(written)
        if parts is None:
            raise ValueError(str(DATE_ADVICE))
        try:
            day = date(*(int(part) for part in parts.groups()))
        except ValueError:
            raise ValueError(str(NO_SUCH_DAY)) from None
        if not EARLIEST <= day <= LATEST:
            raise ValueError(str(YEAR_ADVICE))
        self.data = day

    @override
    def in_browser(self) -> dict[str, str]:
        own = {
            "data-check": "date",
            "data-pattern": WRITTEN_DATE.pattern,
            "data-from": str(EARLIEST.year),
            "data-to": str(LATEST.year),
            "data-wrong-form": str(DATE_ADVICE),
            "data-wrong-date": str(NO_SUCH_DAY),
            "data-wrong-year": str(YEAR_ADVICE),
        }
        return super().in_browser() | own


class TimeField(OurField, wtforms.TimeField):
    """A time of day, written as 13.00, 13:00, 1300 or 13. Text, so that a misspelt one stays."""

    widget = widgets.TextControl("text", inputmode="numeric", size=8, autocomplete="off")
    usual_hint = _l("Till exempel 13.00")

    @override
    def process_formdata(self, valuelist: list[Any]) -> None:
        written = tidy(valuelist[0]) if valuelist else ""
        self.data = None
        if not written:
            return
        self.data = _read_time(written)
        if self.data is None:
            raise ValueError(str(TIME_ADVICE))

    @override
    def in_browser(self) -> dict[str, str]:
        own = {
            "data-check": "time",
            "data-pattern": WRITTEN_TIME.pattern,
            "data-wrong-form": str(TIME_ADVICE),
        }
        return super().in_browser() | own


def _read_time(written: str) -> time | None:
    parts = WRITTEN_TIME.fullmatch(written)
    if not parts:
        return None
    hours, minutes = int(parts[1]), int(parts[2] or 0)
    return time(hours, minutes) if hours < 24 and minutes < 60 else None
