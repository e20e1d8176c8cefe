"""How dates, times, numbers, place names and what people wrote are shown."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time
from functools import lru_cache
from types import SimpleNamespace

from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_decimal
from flask import Flask
from markupsafe import Markup

from portal.documents.commonmark import to_html
from portal.web.i18n import DEFAULT, language, locale
from portal.web.i18n import gettext as _
from portal.web.matrix import (
    cell_mark,
    cell_marks,
    cell_options,
    cell_word,
    changed_word,
    look,
    select_row,
    shown_row,
)
from portal.zone import STOCKHOLM

SOFT_HYPHEN = "\u00ad"
LONG_NAME = 8
MEGABYTE = 1_000_000
# between three letters and a consonant with a vowel after it: Skellef-teå, Roberts-fors
SYLLABLE = re.compile(
    r"(?<=[a-zåäöé]{3})(?=[bcdfghjklmnpqrstvwxz][aeiouyåäöé][a-zåäöé])", re.IGNORECASE
)


def long_date(value: date | None) -> str:
    """22 november 2026. An instant is read as the day in Stockholm; None is empty."""
    return "" if value is None else _format_date(_local(value), "d MMMM y", locale())


def short_date(value: date | None) -> str:
    """22 nov. 2026."""
    return "" if value is None else _format_date(_local(value), "d MMM y", locale())


def short_time(value: date) -> Markup:
    """22 nov. 2026, marked as the day it is; an instant is read as the day in Stockholm."""
    return _mark_date(_local(value), locale())


def weekday_date(value: date | None) -> str:
    """Onsdag 9 december 2026."""
    written = "" if value is None else _format_date(_local(value), "EEEE d MMMM y", locale())
    return written[:1].upper() + written[1:]


def day_and_month(value: date | None) -> str:
    """9 december."""
    return "" if value is None else _format_date(_local(value), "d MMMM", locale())


def hour(value: datetime) -> str:
    """14.32 (in English 14:32)."""
    local = value.astimezone(STOCKHOLM)
    return _format_time(time(local.hour, local.minute), _("HH.mm"), locale())


def time_of_day(value: datetime | None) -> str:
    """Write kl. 14.32 (in English 14:32)."""
    return "" if value is None else str(_("kl. %(time)s", time=hour(value)))


def date_and_time(value: datetime | None) -> str:
    """22 november 2026 kl. 14.32."""
    return "" if value is None else f"{long_date(value)} {time_of_day(value)}"


def weekday_time(value: datetime | None) -> str:
    """Onsdag 9 december 2026 kl. 13.00."""
    return "" if value is None else f"{weekday_date(value)} {time_of_day(value)}"


def weekday_time_within(value: datetime | None) -> str:
    """Within a sentence: onsdag 9 december 2026 kl. 13.00 (in English Wednesday 9 December …)."""
    told = weekday_time(value)
    return told[:1].lower() + told[1:] if language() == DEFAULT else told


def number(value: float | None) -> str:
    """20 312 (in English 20,312); what is not counted in whole ones with one decimal, also 3,0."""
    return "" if value is None else _format_number(value, locale())


def file_size(count: int) -> str:
    """How large a file is: 12 kB, 1,9 MB (in English 1.9 MB)."""
    if count < MEGABYTE:
        return f"{number(max(round(count / 1_000), 1))} kB"
    return f"{number(round(count / MEGABYTE, 1))} MB"


@lru_cache(maxsize=2048)
def breakable(name: str) -> str:
    """A long place name with soft hyphens, since a tile on a phone is narrow."""
    return name if len(name) < LONG_NAME else SYLLABLE.sub(SOFT_HYPHEN, name)


_DIALLED = re.compile(r"\+?\d[\d ()/–-]{4,}")


def dialled(number: str) -> str:
    """What a phone dials of a written number, "0910735000" of "0910-73 50 00, vardagar"; or ""."""
    found = _DIALLED.search(number)
    return re.sub(r"[^+\d]", "", found[0]) if found else ""


def listed(names: Iterable[str]) -> str:
    """A, B och C."""
    return _format_list(tuple(names), locale())


# the same days, counts and parties stand on page after page
@lru_cache(maxsize=2048)
def _format_date(value: date, pattern: str, written_in: str) -> str:
    return format_date(value, pattern, locale=written_in)


@lru_cache(maxsize=2048)
def _mark_date(value: date, written_in: str) -> Markup:
    shown = _format_date(value, "d MMM y", written_in)
    return Markup('<time datetime="{}">{}</time>').format(value, shown)


@lru_cache(maxsize=2048)
def _format_time(value: time, pattern: str, written_in: str) -> str:
    return format_time(value, pattern, locale=written_in)


@lru_cache(maxsize=2048)
def _format_list(names: tuple[str, ...], written_in: str) -> str:
    return format_list(names, locale=written_in)


# typed: 5 and 5.0 are one key otherwise, and are not written alike
@lru_cache(maxsize=2048, typed=True)
def _format_number(value: float, written_in: str) -> str:
    pattern = None if isinstance(value, int) else "#,##0.0"
    return format_decimal(value, pattern, locale=written_in)


def _local(value: date) -> date:
    return value.astimezone(STOCKHOLM).date() if isinstance(value, datetime) else value


def is_web_address(text: str) -> bool:
    """Whether a text is one address of the web and nothing else."""
    return text.startswith("https://") and not re.search(r"\s", text)


def told_apart(names: Iterable[object], by: Iterable[str]) -> list[str]:
    """What the links of a list have to say beside the name, where the same name comes twice.

    `by` says it of each row; rows that it does not tell apart either are numbered: "12 maj (2)". Of
    a name that stands alone it is "".
    """
    rows = [(str(name), said) for name, said in zip(names, by, strict=True)]
    of_name, of_row = Counter(name for name, _said in rows), Counter(rows)
    passed: Counter[tuple[str, str]] = Counter()
    told = []
    for name, said in rows:
        passed[name, said] += 1
        numbered = f"{said} ({passed[name, said]})" if of_row[name, said] > 1 else said
        told.append(numbered if of_name[name] > 1 else "")
    return told


def init_app(app: Flask) -> None:
    """Make the filters known to templates, and the cells of a matrix as `cells`."""
    app.jinja_env.globals["cells"] = SimpleNamespace(
        word=cell_word, mark=cell_mark, marks=cell_marks, options=cell_options, changed=changed_word
    )
    app.jinja_env.tests["web_address"] = is_web_address
    app.jinja_env.filters.update(
        date=long_date,
        short_date=short_date,
        short_time=short_time,
        weekday_date=weekday_date,
        weekday_time=weekday_time,
        day_and_month=day_and_month,
        time=time_of_day,
        date_time=date_and_time,
        number=number,
        file_size=file_size,
        dialled=dialled,
        breakable=breakable,
        prose=to_html,
        told_apart=told_apart,
        look=look,
        select_row=select_row,
        shown_row=shown_row,
    )
