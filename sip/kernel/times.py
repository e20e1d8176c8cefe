"""How a span of time on one day is written."""

from datetime import datetime

from babel.dates import format_datetime
from flask_babel import gettext as _

from portal.web.filters import long_date, time_of_day
from portal.web.i18n import locale
from portal.zone import STOCKHOLM


def hours(first: datetime, last: datetime) -> str:
    """From when to when: kl. 13.00–14.00; only kl. 13.00 when both are the same minute."""
    end = format_datetime(last.astimezone(STOCKHOLM), _("HH.mm"), locale=locale())
    start = time_of_day(first)
    return start if start.endswith(end) else f"{start}–{end}"


def day_and_hours(first: datetime, last: datetime) -> str:
    """Write 22 november 2026 kl. 13.00–14.00."""
    return f"{long_date(first)} {hours(first, last)}"
