"""A section's earlier texts: who wrote them when, and one of them to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from markupsafe import Markup
from sqlalchemy import Row, select

from agreements.abilities import abilities
from agreements.queries.text import SectionText, get_section_version
from agreements.redlines import show_redline
from agreements.tables.agreement import Agreement
from agreements.tables.text import Section, SectionVersion
from portal.authz import Actor
from portal.db import db
from portal.documents import commonmark
from portal.errors import NotFoundError

Version = Row[int, UUID, str, datetime]
"""Number, for whom, by whom, when."""


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A text that the section has had."""

    number: int
    author: str
    at: datetime
    is_current: bool


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Everything on the page of a section's versions; `html` is the one that is shown.

    `changes` is what makes it of the one before, where the reader sees that.
    """

    agreement: Agreement
    section: Section
    lines: Sequence[VersionLine]
    shown: VersionLine | None
    html: Markup
    changes: Markup
    may_restore: bool
    may_suggest: bool


def history_page(
    actor: Actor, agreement: Agreement, current: SectionText, shown: int | None
) -> HistoryPage:
    """Put the page together, with the version `shown`; raises NotFoundError without it."""
    section = current.section
    lines = [_line(agreement, section, row) for row in _versions(actor, agreement, section)]
    at = next((at for at, one in enumerate(lines) if one.number == shown), None)
    if shown is not None and at is None:
        raise NotFoundError
    line = None if at is None else lines[at]
    before = None if at is None else next(iter(lines[at + 1 :]), None)
    can = abilities(actor, agreement)
    return HistoryPage(
        agreement=agreement,
        section=section,
        lines=lines,
        shown=line,
        html=commonmark.to_html(_text(section, line)) if line else Markup(),
        changes=_changes(section, before, line) if before and line else Markup(),
        may_restore=can.edit,
        may_suggest=can.negotiate,
    )


def _text(section: Section, line: VersionLine) -> str:
    return get_section_version(section, line.number).text


def _changes(section: Section, before: VersionLine, line: VersionLine) -> Markup:
    found = show_redline(_text(section, before), _text(section, line))
    return found.html if found.is_changed else Markup()


def get_text(actor: Actor, agreement: Agreement, current: SectionText, number: int) -> str:
    """What a section said in a version that was there for the actor's party to see."""
    page = history_page(actor, agreement, current, number)
    return _text(current.section, page.shown) if page.shown else ""


_VERSIONS = select(
    SectionVersion.version,
    SectionVersion.organisation_id,
    SectionVersion.author_name,
    SectionVersion.created_at,
).order_by(SectionVersion.version.desc())


def _versions(actor: Actor, agreement: Agreement, section: Section) -> Sequence[Version]:
    """The versions, newest first, that were there for the actor's party to see."""
    found = db.session.execute(_VERSIONS.where(SectionVersion.section_id == section.id)).all()
    since = agreement.let_in_at(actor.organisation_id)
    if actor.organisation_id in agreement.drafter_ids:
        return found
    if since is None:
        return found[:1]
    # the last that was written before, too: it is what they were let in to
    count = sum(row.created_at > since for row in found) + 1
    return found[:count]


def _line(agreement: Agreement, section: Section, row: Version) -> VersionLine:
    return VersionLine(
        number=row.version,
        author=f"{row.author_name}, {agreement.party_name(row.organisation_id, row.created_at)}",
        at=row.created_at,
        is_current=row.version == section.version,
    )
