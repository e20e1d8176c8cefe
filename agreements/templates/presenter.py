"""What the page of a template edition shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from agreements.county_templates.laws import Law, laws
from agreements.county_templates.model import TemplateFile, TemplateSection
from agreements.models import TemplateVersion
from agreements.templates.service import content_of
from portal import clock
from portal.documents import commonmark


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section with its guidance as HTML and its law as it is now."""

    section: TemplateSection
    guidance: Markup
    laws: Sequence[Law]


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A measure as the matrix macro wants it."""

    key: str
    phase: str
    title: str
    hint: str
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class TemplatePage:
    """Everything on the page."""

    version: TemplateVersion
    content: TemplateFile
    sections: Sequence[ShownSection]
    rows: Sequence[ShownRow]


def template_page(version: TemplateVersion) -> TemplatePage:
    """Put the page together."""
    content = content_of(version)
    today = clock.today()
    sections = [
        ShownSection(one, commonmark.to_html(one.guidance), laws(one.legal, today))
        for one in content.sections
    ]
    rows = [
        ShownRow(row.key, row.phase, row.title, row.hint, dict(row.default)) for row in content.rows
    ]
    return TemplatePage(version, content, sections, rows)
