"""Who has looked: the readings of one plan, as its owner sees them."""

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Row, select

from portal.authz import OrganisationKind
from portal.db import db
from portal.tenancy.models import Organisation
from portal.web.filters import date_and_time, long_date
from sip.access_log.words import what_is_read
from sip.door.opening import OpenedPlan
from sip.kernel.days import day_of
from sip.kernel.settings import sip_settings
from sip.ledger.stored import list_acts, list_bases
from sip.tables import functions

OWN, CASE = "own", "case"  # as app.readings() calls grounds that are neither an act nor a decision
PAGE = 50


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody has read something of the plan, and what that rested on."""

    at: datetime
    name: str
    organisation: str
    unit: str
    what: str
    ground: tuple[str, ...]
    is_owner: bool


@dataclass(frozen=True, slots=True)
class Visit:
    """What somebody read in a row on one day, resting on the same; `what` with how many times."""

    first_at: datetime
    last_at: datetime
    name: str
    organisation: str
    unit: str
    what: Mapping[str, int]
    ground: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Readings:
    """One page of readings, the newest first."""

    visits: Sequence[Visit]
    is_newest: bool
    older: int | None
    """The entry of the log that older readings stand before; None when there are none."""


@dataclass(frozen=True, slots=True)
class Disclosed:
    """What one organisation, or one relative, has already seen."""

    party: str
    names: tuple[str, ...]
    times: int
    first_at: datetime
    last_at: datetime
    what: tuple[str, ...]


def list_readings(opened: OpenedPlan, before: int | None) -> Readings:
    """The newest readings, or those before an entry of the log."""
    rows = functions.readings(opened.plan_id, before, PAGE + 1)
    lines = _in_words(opened, rows[:PAGE])
    older = rows[PAGE - 1].seq if len(rows) > PAGE else None
    return Readings(in_visits(lines), is_newest=before is None, older=older)


def in_visits(lines: Sequence[Reading]) -> Sequence[Visit]:
    """Readings, the newest first, with those in a row by the same person as one."""
    return [_visit(list(run)) for _key, run in groupby(lines, _by_whom)]


def _by_whom(line: Reading) -> tuple[object, ...]:
    return day_of(line.at), line.name, line.organisation, line.unit, line.ground


def _visit(run: Sequence[Reading]) -> Visit:
    newest = run[0]
    return Visit(
        first_at=run[-1].at,
        last_at=newest.at,
        name=newest.name,
        organisation=newest.organisation,
        unit=newest.unit,
        what=Counter(line.what for line in run),
        ground=newest.ground,
    )


def list_all_readings(opened: OpenedPlan) -> Sequence[Reading]:
    """Every reading of the plan, the newest first: for the owner to take along."""
    return _in_words(opened, functions.readings(opened.plan_id))


def as_csv(readings: Sequence[Reading], heads: Sequence[str]) -> bytes:
    """A table that any spreadsheet opens; no cell can be taken for a formula."""
    text = io.StringIO()
    table = csv.writer(text, delimiter=";", lineterminator="\r\n")
    table.writerow(heads)
    for one in readings:
        cells = (one.name, one.organisation, one.unit, one.what, ", ".join(one.ground))
        table.writerow([date_and_time(one.at), *(_harmless(cell) for cell in cells)])
    return text.getvalue().encode("utf-8-sig")


def disclosed_to(opened: OpenedPlan) -> Sequence[Disclosed]:
    """Who else has already seen what, by organisation or relative: the newest first."""
    return [
        _disclosed(row.party, tuple(row.names), row)
        for row in functions.disclosed_to(opened.plan_id)
    ]


def disclosed_of(opened: OpenedPlan) -> Sequence[Disclosed]:
    """What each organisation has already seen, without names of staff: for the plan's handlers."""
    return [_disclosed(row.organisation, (), row) for row in functions.disclosures(opened.plan_id)]


def _disclosed(party: str, names: tuple[str, ...], row: Row[Any]) -> Disclosed:
    return Disclosed(
        party=party,
        names=names,
        times=row.times,
        first_at=row.first_at,
        last_at=row.last_at,
        what=tuple(dict.fromkeys(what_is_read(code) for code in row.what)),
    )


def _in_words(opened: OpenedPlan, rows: Sequence[Row[Any]]) -> Sequence[Reading]:
    grounds, private = _grounds(opened), _private_people(opened)
    return [
        Reading(
            at=row.at,
            name=row.name,
            organisation="" if row.organisation in private else row.organisation,
            unit=row.unit or "",
            what=what_is_read(row.what),
            ground=tuple(_say(row.ground, grounds, is_private=row.organisation in private)),
            is_owner=row.organisation in private and OWN in row.ground,
        )
        for row in rows
    ]


def _say(keys: Sequence[str], grounds: Mapping[str, str], *, is_private: bool) -> Iterator[str]:
    """The grounds of one reading: consents by their days, the rest each by itself."""
    said = dict.fromkeys(grounds[key] for key in keys if key in grounds)
    if OWN in keys:
        own = _("Egen plan") if is_private else _("Det egna organisationen har skrivit")
        said[own] = None
    if CASE in keys:
        said[_("Handlägger ärendet")] = None
    yield from said


def _grounds(opened: OpenedPlan) -> Mapping[str, str]:
    acts = {
        str(act.id): _("Samtycke %(day)s", day=long_date(act.at))
        for act in list_acts(opened.plan_id)
    }
    bases = {
        str(one.id): _("Beslut utan samtycke: %(ground)s", ground=_law(one.code))
        for one in list_bases(opened.plan_id)
    }
    return acts | bases


def _law(code: str) -> str:
    found = sip_settings().basis(code)
    return found.law if found else code


def _private_people(opened: OpenedPlan) -> Collection[str]:
    """What private people's organisation is called in the log: they act for themselves."""
    statement = select(Organisation.name).where(
        Organisation.county_id == opened.county_id,
        Organisation.kind == OrganisationKind.INDIVIDUALS,
    )
    return set(db.session.scalars(statement))


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
