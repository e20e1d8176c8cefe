"""What readiness finds in texts that are kept without it, as an older release wrote them."""

from sqlalchemy import Connection, and_, select, update
from sqlalchemy.orm import aliased

from agreements.readiness import check_text
from agreements.rules import IN_PROGRESS
from agreements.tables.agreement import Agreement
from agreements.tables.text import Section, SectionVersion

_first = aliased(SectionVersion)


def keep_checks(connection: Connection) -> None:
    """Check those of agreements in work; `connection` is the owner's.

    The others are past what readiness is about.
    """
    unchecked = (
        select(Section.id, Section.version, SectionVersion.text, _first.text)
        .join(Agreement, Agreement.id == Section.agreement_id)
        .join(
            SectionVersion,
            and_(
                SectionVersion.section_id == Section.id,
                SectionVersion.version == Section.version,
            ),
        )
        .join(_first, and_(_first.section_id == Section.id, _first.version == 1))
        .where(Agreement.status.in_(IN_PROGRESS), Section.checked_version != Section.version)
        # in one order, since another process may be doing the same
        .order_by(Section.id)
    )
    for section, version, text, starter in connection.execute(unchecked).all():
        found = check_text(text, starter)
        kept = {
            Section.is_empty: found.is_empty,
            Section.is_written: found.is_written,
            Section.gaps: found.gaps,
            Section.has_gaps: bool(found.gaps),
            Section.checked_version: version,
        }
        # not of a text that has been written since
        now = Section.id == section, Section.version == version
        connection.execute(update(Section).where(*now).values(kept))
