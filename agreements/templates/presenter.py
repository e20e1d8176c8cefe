"""What the page of a template edition shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask_babel import gettext as _
from markupsafe import Markup

from agreements import words
from agreements.county_templates.editions import compare
from agreements.county_templates.laws import Law, laws
from agreements.county_templates.model import TemplateFile, TemplateSection
from agreements.queries.agreement import list_subjects
from agreements.tables.template import Subject, TemplateVersion
from agreements.templates.queries import list_published_before, list_template_versions
from agreements.templates.service import content_of, find_earlier, own_references
from agreements.templates.words import change_line
from portal import clock
from portal.authz import Actor
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
    earlier: TemplateVersion | None
    changes: Sequence[str]

    @property
    def subject(self) -> str:
        """What agreements from it are about."""
        return words.subject_name(self.version.subject)

    @property
    def is_review_overdue(self) -> bool:
        """Whether the year it was to be looked over has gone by."""
        return _is_review_overdue(self.content)


def _is_review_overdue(content: TemplateFile) -> bool:
    return content.next_revision < clock.today().year


@dataclass(frozen=True, slots=True)
class EditionLine:
    """An edition in a list; `overdue` is the year it was to be looked over, if that has gone by."""

    version: TemplateVersion
    content: TemplateFile
    overdue: int | None

    @property
    def told(self) -> str:
        """What it is called, and that it is overdue."""
        if self.overdue is None:
            return self.version.name
        name = self.version.name
        return _("%(name)s (skulle ha setts över %(year)s)", name=name, year=self.overdue)


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """A subject with what it rests on, and its editions, newest first."""

    subject: Subject
    editions: Sequence[EditionLine]

    @property
    def name(self) -> str:
        """What it is called."""
        return words.subject_name(self.subject)

    @property
    def target_group(self) -> str:
        """Whom it is for."""
        return words.target_group(self.subject)

    @property
    def laws(self) -> list[Law]:
        """Why there has to be an agreement on it."""
        return laws(self.subject.legal, clock.today())


def edition_lines(actor: Actor) -> list[EditionLine]:
    """The county's editions by subject, newest first."""
    return [_edition_line(one) for one in list_template_versions(actor)]


def subject_lines(actor: Actor) -> list[SubjectLine]:
    """Every subject of the county, also one that has no template yet."""
    editions = groupby(edition_lines(actor), key=lambda one: one.version.subject_id)
    by_subject = {subject_id: list(found) for subject_id, found in editions}
    return [SubjectLine(one, by_subject.get(one.id, [])) for one in list_subjects(actor)]


def _edition_line(version: TemplateVersion) -> EditionLine:
    content = content_of(version)
    overdue = content.next_revision if _is_review_overdue(content) else None
    return EditionLine(version, content, overdue)


def template_page(version: TemplateVersion) -> TemplatePage:
    """Put the page together."""
    content = content_of(version)
    today = clock.today()
    sections = [
        ShownSection(
            one,
            commonmark.to_html(one.guidance),
            laws(one.legal, today, own_references(version.id)),
        )
        for one in content.sections
    ]
    rows = [
        ShownRow(row.key, row.phase, row.title, row.hint, dict(row.default)) for row in content.rows
    ]
    earlier = find_earlier(content, list_published_before(version))
    changes = compare(content_of(earlier), content) if earlier else ()
    lines = [change_line(one) for one in changes]
    return TemplatePage(version, content, sections, rows, earlier, lines)
