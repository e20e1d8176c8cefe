"""What an agreement says, as HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from agreements import parts, words
from agreements.agreed.presenter import ShownFact, shown_facts
from agreements.agreed.queries import by_section, facts_of
from agreements.clerical import raised
from agreements.matrix.queries import PARTS, Matrix, matrix_of
from agreements.queries.annex import AnnexText, list_annexes
from agreements.queries.document import find_document_version
from agreements.queries.life import CorrectedText, list_corrected
from agreements.queries.text import SectionText, list_sections
from agreements.tables.agreement import Agreement
from agreements.tables.text import Section
from portal.documents import commonmark
from portal.errors import NotFoundError


def html_of(text: SectionText, corrected: CorrectedText | None) -> Markup:
    """What a section says; what has been corrected is marked with a number."""
    return commonmark.to_html(corrected.marked if corrected else text.text, gaps=True)


def notes_of(agreement: Agreement, corrected: CorrectedText | None) -> list[tuple[str, str]]:
    """What each number stands for: what was corrected, when, by whom."""
    corrections = corrected.corrections if corrected else ()
    return [
        (raised(number), words.corrected(agreement, one))
        for number, one in enumerate(corrections, start=1)
    ]


@dataclass(frozen=True, slots=True)
class WholeText:
    """All of an agreement to read, as HTML: sections with what was corrected, matrix, annexes.

    `facts` are those of each section, by its key.
    """

    sections: Sequence[tuple[Section, Markup, Sequence[tuple[str, str]]]]
    facts: Mapping[str, Sequence[ShownFact]]
    matrix: Matrix
    annexes: Sequence[tuple[AnnexText, Markup]]


def whole_text(agreement: Agreement) -> WholeText:
    """Read it."""
    sections = list_sections(agreement)
    corrected = list_corrected(agreement)
    of_each = [(one, corrected.get(one.section.id)) for one in sections]
    found = parts.ask(agreement, *PARTS, "facts")
    facts = {
        key: shown_facts(agreement, each, ()) for key, each in by_section(facts_of(found)).items()
    }
    return WholeText(
        [(one.section, html_of(one, said), notes_of(agreement, said)) for one, said in of_each],
        facts,
        matrix_of(found),
        [
            (one, commonmark.to_html(one.version.text or "", gaps=True))
            for one in list_annexes(agreement)
        ],
    )


def get_signed_copy(agreement: Agreement) -> bytes:
    """The bytes that the signatures are bound to, or NotFoundError before there are any."""
    version = find_document_version(agreement)
    if version is None or version.signing_copy is None:
        raise NotFoundError
    return version.signing_copy
