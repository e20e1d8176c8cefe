"""A copy of a plan as plain text, to paste in a journal."""

from collections.abc import Iterator

from sip.archive import labels
from sip.archive.document import Aim, Chapter, PlanDocument, Row


def make_text(document: PlanDocument) -> str:
    """The words of a document, a line for each fact; nothing but letters and line breaks."""
    return "\n".join(_lines(document)) + "\n"


def _lines(document: PlanDocument) -> Iterator[str]:
    yield document.title.upper()
    yield document.mark
    yield ""
    yield f"{labels.PERSON}: {document.person}"
    yield from (f"{label}: {value}" for label, value in document.facts)
    yield ""
    yield from document.extent
    for chapter in document.chapters:
        yield from _chapter(chapter)
    yield from _heading(labels.GOALS)
    for aim in document.aims:
        yield from _aim(aim)
    if not document.aims:
        yield labels.NO_GOALS
    if document.missing:
        yield from _list(labels.MISSING, document.missing)
    yield from _list(labels.TAKING_PART, map(_joined, document.people))
    yield from _answers(document)
    for chapter in document.closing:
        yield from _chapter(chapter)


def _heading(words: str) -> Iterator[str]:
    yield ""
    yield words.upper()


def _chapter(chapter: Chapter) -> Iterator[str]:
    yield from _heading(chapter.heading)
    if not chapter.passages:
        yield labels.NOTHING
    for number, passage in enumerate(chapter.passages):
        if number:
            yield ""
        yield from passage.paragraphs
        yield f"({passage.source})"


def _aim(aim: Aim) -> Iterator[str]:
    yield ""
    yield aim.heading
    yield from (f"{label}: {value}" for label, value in aim.facts)
    if not aim.actions:
        yield labels.NO_ACTIONS
    for action in aim.actions:
        yield "- " + ". ".join(
            f"{label}: {value}" for label, value in _labelled(labels.ACTION_HEADER, action)
        )


def _labelled(header: Row, row: Row) -> Iterator[tuple[str, str]]:
    return ((label, value) for label, value in zip(header, row, strict=True) if value)


def _list(heading: str, entries: Iterator[str] | Row) -> Iterator[str]:
    yield from _heading(heading)
    yield from (f"- {entry}" for entry in entries)


def _joined(row: Row) -> str:
    return ", ".join(filter(None, row))


def _answers(document: PlanDocument) -> Iterator[str]:
    yield from _heading(labels.APPROVALS)
    if not document.answers:
        yield labels.NO_APPROVALS
    for row in document.answers:
        found = _labelled(labels.APPROVAL_HEADER, row)
        yield "- " + ". ".join(f"{label}: {value}" for label, value in found)
