"""An agreement that was begun from an earlier one's text: what the template says otherwise now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from markupsafe import Markup
from sqlalchemy import select

from agreements.matrix.queries import get_matrix
from agreements.queries.agreement import get_agreement
from agreements.redlines import show_redline
from agreements.tables.agreement import Agreement
from agreements.tables.text import Section, SectionVersion
from portal.authz import Actor
from portal.db import db
from portal.documents import commonmark
from portal.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class ChangedSection:
    """A section whose template text is another, or that is new: what the template says of it.

    `guidance` and `text` are redlines against the earlier template; whole where it is new.
    """

    id: UUID
    name: str
    is_new: bool
    guidance: Markup
    text: Markup
    questions: Sequence[str]


@dataclass(frozen=True, slots=True)
class RenewalPage:
    """Everything on the page. `gone` are the earlier one's sections that have no place now."""

    agreement: Agreement
    earlier: Agreement
    sections: Sequence[ChangedSection]
    gone: Sequence[Section]
    measures: Sequence[str]

    @property
    def is_same(self) -> bool:
        """Whether the template says what it said."""
        return not (self.sections or self.gone or self.measures)


def find_earlier(actor: Actor, agreement: Agreement) -> Agreement | None:
    """The agreement whose text it was begun from, for those who may read that."""
    if agreement.renews_id is None:
        return None
    try:
        return get_agreement(actor, agreement.renews_id)
    except NotFoundError:
        return None


def renewal_page(actor: Actor, agreement: Agreement) -> RenewalPage:
    """Put the page together; raises NotFoundError where there is no earlier one to read."""
    earlier = find_earlier(actor, agreement)
    if earlier is None:
        raise NotFoundError
    before, after = _template_of(earlier), _template_of(agreement)
    matrix = get_matrix(earlier)
    known = {row.key for row in (*matrix.rows, *matrix.removed)}
    found = [_changed(one, before.get(key)) for key, one in after.items()]
    return RenewalPage(
        agreement=agreement,
        earlier=earlier,
        sections=[one for one in found if one is not None],
        gone=[section for key, (section, _text) in before.items() if key not in after],
        measures=[row.title for row in get_matrix(agreement).rows if row.key not in known],
    )


_Said = tuple[Section, str]


def _template_of(agreement: Agreement) -> Mapping[str, _Said]:
    """Each section with the text that the template gave it, by key and in order."""
    statement = (
        select(Section, SectionVersion.text)
        .join(SectionVersion, SectionVersion.section_id == Section.id)
        .where(Section.agreement_id == agreement.id, SectionVersion.version == 1)
        .order_by(Section.number, Section.id)
    )
    return {section.key: (section, text) for section, text in db.session.execute(statement)}


def _changed(now: _Said, before: _Said | None) -> ChangedSection | None:
    section, text = now
    name = f"{section.number}. {section.heading}"
    asked = [prompt["question"] for prompt in section.prompts]
    if before is None:
        return ChangedSection(
            section.id,
            name,
            is_new=True,
            guidance=commonmark.to_html(section.guidance),
            text=commonmark.to_html(text),
            questions=asked,
        )
    was, its_text = before
    known = {prompt["question"] for prompt in was.prompts}
    new = [question for question in asked if question not in known]
    if (section.guidance, text) == (was.guidance, its_text) and not new:
        return None
    return ChangedSection(
        section.id,
        name,
        is_new=False,
        guidance=_redline(was.guidance, section.guidance),
        text=_redline(its_text, text),
        questions=new,
    )


def _redline(before: str, after: str) -> Markup:
    return show_redline(before, after).html if before != after else Markup()
