"""The sections and the texts they have had."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from agreements.queries.asked import AGREEMENT
from agreements.readiness import TextCheck, check_text
from agreements.tables import functions
from agreements.tables.agreement import Agreement
from agreements.tables.text import Section, SectionVersion
from portal.db import db
from portal.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class SectionText:
    """A section with its current text, and who wrote that text when."""

    section: Section
    text: str
    author_name: str
    organisation_id: UUID
    changed_at: datetime
    suggestion_id: UUID | None


def get_section(agreement: Agreement, section_id: UUID) -> SectionText:
    """One section of an agreement that the caller was allowed to read."""
    for section in list_sections(agreement, section_id=section_id):
        return section
    raise NotFoundError


def list_sections(agreement: Agreement, *, section_id: UUID | None = None) -> Sequence[SectionText]:
    """The sections in order, each with its current text."""
    found = functions.sections_with_text(agreement.id, section_id)
    return [SectionText(section, *written) for section, written in found]


@dataclass(frozen=True, slots=True)
class SectionSummary:
    """A line of the table of contents."""

    id: UUID
    key: str
    number: int
    heading: str


_first = aliased(SectionVersion)
_TEXTS = (
    select(Section.id, SectionVersion.text, _first.text)
    .join(
        SectionVersion,
        and_(SectionVersion.section_id == Section.id, SectionVersion.version == Section.version),
    )
    # the template's own text
    .join(_first, and_(_first.section_id == Section.id, _first.version == 1))
    .where(Section.agreement_id == AGREEMENT)
)


def check_texts(agreement: Agreement) -> Mapping[UUID, TextCheck]:
    """What readiness finds in the text of each section, by the section's id."""
    found = db.session.execute(_TEXTS, {"agreement_id": agreement.id})
    return {section: check_text(text, starter) for section, text, starter in found}


def get_section_text(section: Section, version: int) -> str:
    """What one version of a section says."""
    statement = select(SectionVersion.text).where(
        SectionVersion.agreement_id == section.agreement_id,
        SectionVersion.section_id == section.id,
        SectionVersion.version == version,
    )
    return db.session.scalars(statement).one()


def get_section_version(section: Section, number: int) -> SectionVersion:
    """One text that the section has had."""
    wanted = select(SectionVersion).where(
        SectionVersion.section_id == section.id, SectionVersion.version == number
    )
    found = db.session.scalar(wanted)
    if found is None:
        raise NotFoundError
    return found
