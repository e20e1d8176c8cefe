"""What the page of a template edition shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask_babel import gettext as _
from markupsafe import Markup

from agreements import queries, words
from agreements.county_templates.laws import Law, laws
from agreements.county_templates.model import TemplateFile, TemplateSection
from agreements.models import Subject, TemplateVersion
from agreements.templates.queries import list_template_versions
from agreements.templates.service import content_of, own_references
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
        return laws(self.subject.legal, clock.today(), lambda: None)


def edition_lines(actor: Actor) -> list[EditionLine]:
    """The county's editions by subject, newest first."""
    return [_edition_line(one) for one in list_template_versions(actor)]


def subject_lines(actor: Actor) -> list[SubjectLine]:
    """Every subject of the county, also one that has no template yet."""
    editions = groupby(edition_lines(actor), key=lambda one: one.version.subject_id)
    by_subject = {subject_id: list(found) for subject_id, found in editions}
    return [SubjectLine(one, by_subject.get(one.id, [])) for one in queries.list_subjects(actor)]


def _edition_line(version: TemplateVersion) -> EditionLine:
    content = content_of(version)
    return EditionLine(version, content.next_revision if _is_review_overdue(content) else None)


def template_page(version: TemplateVersion) -> TemplatePage:
    """Put the page together."""
    content = content_of(version)
    today = clock.today()
    sections = [
        ShownSection(
            one,
            commonmark.to_html(one.guidance),
            laws(one.legal, today, lambda: own_references(version.id)),
        )
        for one in content.sections
    ]
    rows = [
        ShownRow(row.key, row.phase, row.title, row.hint, dict(row.default)) for row in content.rows
    ]
    return TemplatePage(version, content, sections, rows)
