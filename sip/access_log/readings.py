"""Who has looked: the readings of one plan, as its owner sees them."""

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Row, select

from portal.authz import OrganisationKind
from portal.db import db
from portal.tenancy.models import Organisation
from portal.web.filters import date_and_time, long_date
from sip.access_log.sources import Shown, in_words, source_names
from sip.access_log.words import copies_in_words, file_in_words, what_is_read
from sip.door.opening import OpenedPlan
from sip.kernel.days import day_of
from sip.kernel.settings import sip_settings
from sip.kernel.vocabulary import CopyForm
from sip.ledger.stored import list_acts, list_bases
from sip.tables import functions

OWN, CASE = "own", "case"  # as app.readings() calls grounds that are neither an act nor a decision
PAGE = 50


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody has read something of the plan: what was shown, and what that rested on."""

    at: datetime
    name: str
    organisation: str
    unit: str
    what: str
    shown: frozenset[str]
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
    shown: tuple[Shown, ...]
    ground: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who has read, and for whom; `shown` is all that they have been shown."""

    account_id: UUID
    name: str
    organisation: str
    is_mine: bool
    times: int
    last_at: datetime
    what: tuple[str, ...]
    shown: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Readings:
    """One page of readings, the newest first, and everybody who has read."""

    visits: Sequence[Visit]
    readers: Sequence[Reader]
    is_newest: bool
    older: int | None
    """The entry of the log that older readings stand before; None when there are none."""

    @property
    def others(self) -> Sequence[Reader]:
        """Everybody but the one who asks."""
        return [one for one in self.readers if not one.is_mine]

    @property
    def mine(self) -> Reader | None:
        """The one who asks, if they have read before."""
        return next((one for one in self.readers if one.is_mine), None)


@dataclass(frozen=True, slots=True)
class Disclosed:
    """What one organisation, or one relative, has already seen, and the copies that it holds."""

    party: UUID
    name: str
    people: tuple[str, ...]
    times: int
    first_at: datetime
    last_at: datetime
    what: tuple[str, ...]
    shown: tuple[Shown, ...]
    copies: str


def list_readings(
    opened: OpenedPlan, before: int | None, reader: UUID | None, *, each: bool
) -> Readings:
    """Everybody who has read; and `each` reading, the newest or those before an entry of the log.

    Those of one reader, or of all others: the own are shown only when they are asked for.
    """
    names = source_names(opened)
    readers = [_reader(row, names) for row in functions.who_has_read(opened.plan_id)]
    if not each:
        return Readings((), readers, is_newest=True, older=None)
    rows = functions.readings(
        opened.plan_id, before, PAGE + 1, reader=reader, others=reader is None
    )
    lines = _in_words(opened, rows[:PAGE])
    older = rows[PAGE - 1].seq if len(rows) > PAGE else None
    return Readings(in_visits(lines, names), readers, is_newest=before is None, older=older)


def _reader(row: Row[Any], names: Mapping[str, str]) -> Reader:
    return Reader(
        account_id=row.account_id,
        name=row.name,
        organisation="" if row.is_private else row.organisation,
        is_mine=row.is_mine,
        times=row.times,
        last_at=row.last_at,
        what=_pages(row.what),
        shown=in_words(row.shown, names),
    )


def in_visits(lines: Sequence[Reading], names: Mapping[str, str]) -> Sequence[Visit]:
    """Readings, the newest first, with those in a row by the same person as one."""
    return [_visit(list(run), names) for _key, run in groupby(lines, _by_whom)]


def _by_whom(line: Reading) -> tuple[object, ...]:
    return day_of(line.at), line.name, line.organisation, line.unit, line.ground


def _visit(run: Sequence[Reading], names: Mapping[str, str]) -> Visit:
    newest = run[0]
    return Visit(
        first_at=run[-1].at,
        last_at=newest.at,
        name=newest.name,
        organisation=newest.organisation,
        unit=newest.unit,
        what=Counter(line.what for line in run),
        shown=in_words(frozenset().union(*(line.shown for line in run)), names),
        ground=newest.ground,
    )


def list_all_readings(opened: OpenedPlan) -> Sequence[Reading]:
    """Every reading of the plan, the newest first: for the owner to take along."""
    return _in_words(opened, functions.readings(opened.plan_id))


def as_csv(readings: Sequence[Reading], heads: Sequence[str], names: Mapping[str, str]) -> bytes:
    """A table that any spreadsheet opens; no cell can be taken for a formula."""
    text = io.StringIO()
    table = csv.writer(text, delimiter=";", lineterminator="\r\n")
    table.writerow(heads)
    said = {
        shown: _on_one_line(in_words(shown, names)) for shown in {one.shown for one in readings}
    }
    for one in readings:
        ground = ", ".join(one.ground)
        cells = (one.name, one.organisation, one.unit, one.what, said[one.shown], ground)
        table.writerow([date_and_time(one.at), *(_harmless(cell) for cell in cells)])
    return text.getvalue().encode("utf-8-sig")


def _on_one_line(shown: Iterable[Shown]) -> str:
    return "; ".join(f"{one.source}: {', '.join(one.kinds)}" for one in shown)


def disclosed_to(opened: OpenedPlan, party: UUID | None = None) -> Sequence[Disclosed]:
    """What others have already seen, by organisation or relative, the last first: all, or one."""
    rows = [
        row
        for row in functions.who_has_read(opened.plan_id)
        if not row.is_owner and party in {None, row.party}
    ]
    names, copies = source_names(opened), _copies(opened)
    by_whom: dict[tuple[UUID, str], list[Row[Any]]] = {}
    for row in rows:
        by_whom.setdefault((row.party, _whose(row)), []).append(row)
    return [
        _disclosed(party, name, those, names, copies) for (party, name), those in by_whom.items()
    ]


def _whose(row: Row[Any]) -> str:
    """Whose a reading was: private people who have left the plan are one party, each by name."""
    whose: str = row.name if row.is_private else row.organisation
    return whose


def _disclosed(
    party: UUID,
    name: str,
    rows: Sequence[Row[Any]],
    names: Mapping[str, str],
    copies: Mapping[UUID, Mapping[CopyForm, int]],
) -> Disclosed:
    return Disclosed(
        party=party,
        name=name,
        people=tuple(sorted({row.name for row in rows})),
        times=sum(row.times for row in rows),
        first_at=min(row.first_at for row in rows),
        last_at=max(row.last_at for row in rows),
        what=_pages(code for row in rows for code in row.what),
        shown=in_words((key for row in rows for key in row.shown), names),
        copies=copies_in_words(copies.get(party, {}))
        or file_in_words(code for row in rows for code in row.what),
    )


def disclosed_of(opened: OpenedPlan) -> Sequence[Disclosed]:
    """What each organisation has already seen, without names of staff: for the plan's handlers."""
    names, copies = source_names(opened), _copies(opened)
    private = _private_organisations(opened)
    return [
        Disclosed(
            party=row.party,
            name=_("Närstående") if row.party in private else row.organisation,
            people=(),
            times=row.times,
            first_at=row.first_at,
            last_at=row.last_at,
            what=_pages(row.what),
            shown=in_words(row.shown, names),
            copies=copies_in_words(copies.get(row.party, {})) or file_in_words(row.what),
        )
        for row in functions.disclosures(opened.plan_id)
    ]


def _copies(opened: OpenedPlan) -> Mapping[UUID, Mapping[CopyForm, int]]:
    """How many copies each organisation holds, of each form."""
    held: dict[UUID, Counter[CopyForm]] = {}
    for row in functions.copies(opened.plan_id):
        if row.is_kept:
            held.setdefault(row.party, Counter())[CopyForm(row.form)] += 1
    return held


def _pages(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(what_is_read(code) for code in codes))


def _in_words(opened: OpenedPlan, rows: Sequence[Row[Any]]) -> Sequence[Reading]:
    grounds, private = _grounds(opened), _private_people(opened)
    return [
        Reading(
            at=row.at,
            name=row.name,
            organisation="" if row.organisation in private else row.organisation,
            unit=row.unit or "",
            what=what_is_read(row.what),
            shown=frozenset(row.shown),
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
    return set(_private_organisations(opened).values())


def _private_organisations(opened: OpenedPlan) -> Mapping[UUID, str]:
    """Those that private people act for, by id, with what each is called."""
    statement = select(Organisation.id, Organisation.name).where(
        Organisation.county_id == opened.county_id,
        Organisation.kind == OrganisationKind.INDIVIDUALS,
    )
    return {row.id: row.name for row in db.session.execute(statement)}


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
