"""What an addendum changes, as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from agreements.documents.amended import ChangedAnnex, ChangedCell, ChangedFact, amended_by
from agreements.redlines import show_redline
from agreements.tables.agreement import Agreement
from agreements.tables.text import Section
from portal.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """Everything on the page: each section that reads otherwise with a redline, and each cell."""

    agreement: Agreement
    texts: Sequence[tuple[Section, Markup]]
    cells: Sequence[ChangedCell]
    annexes: Sequence[tuple[ChangedAnnex, Markup]]
    facts: Sequence[ChangedFact]


def changes_page(agreement: Agreement) -> ChangesPage:
    """Put it together, of an addendum."""
    if not agreement.amends_text:
        raise NotFoundError
    found = amended_by(agreement)
    return ChangesPage(
        agreement,
        [(one.section, show_redline(one.before, one.after).html) for one in found.texts],
        found.cells,
        [(one, _redline(one)) for one in found.annexes],
        found.facts,
    )


def _redline(one: ChangedAnnex) -> Markup:
    """What changes in a text; nothing for a file."""
    texts = [version.text for version in (one.before, one.after) if version is not None]
    if None in texts:
        return Markup()
    before = one.before.text if one.before else ""
    after = one.after.text if one.after else ""
    return show_redline(before or "", after or "").html
