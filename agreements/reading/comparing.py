"""What is otherwise in one document than in another: texts, measures, cells and days."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from agreements.document import AgreementDocument, DocumentColumn, DocumentRow
from agreements.redlines import show_redline


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section that reads otherwise, is new, or is gone."""

    name: str
    html: Markup


@dataclass(frozen=True, slots=True)
class CellChange:
    """What a measure says of somebody now, and what it said."""

    measure: str
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AnnexChange:
    """An annex that holds something else, is new, or is gone; a file has no `html`."""

    title: str
    is_new: bool
    is_gone: bool
    html: Markup


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that says something else, is new, or is gone; what it said and says, or ""."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """All of it, in the order of the new document; what is gone last."""

    sections: Sequence[SectionChange]
    cells: Sequence[CellChange]
    new_measures: Sequence[str]
    gone_measures: Sequence[str]
    has_new_term: bool
    annexes: Sequence[AnnexChange]
    facts: Sequence[FactChange]

    @property
    def is_none(self) -> bool:
        """Whether text, days and matrix are as they were."""
        rows = self.cells or self.new_measures or self.gone_measures
        return not (self.sections or rows or self.has_new_term or self.annexes or self.facts)


def compare(before: AgreementDocument, after: AgreementDocument) -> Changes:
    """What makes `after` of `before`."""
    rows_before = {row.key: row for row in before.rows}
    rows_after = {row.key: row for row in after.rows}
    return Changes(
        sections=list(_sections(before, after)),
        cells=[
            change
            for key, row in rows_after.items()
            if key in rows_before
            for change in _cells(rows_before[key], row, [*after.columns, *before.columns])
        ],
        new_measures=[row.title for key, row in rows_after.items() if key not in rows_before],
        gone_measures=[row.title for key, row in rows_before.items() if key not in rows_after],
        has_new_term=_term(before) != _term(after),
        annexes=list(_annexes(before, after)),
        facts=list(_facts(before, after)),
    )


def _facts(before: AgreementDocument, after: AgreementDocument) -> Iterator[FactChange]:
    old, new = ({one.key: one for one in each.facts} for each in (before, after))
    for key in dict.fromkeys((*new, *old)):
        was, now = old.get(key), new.get(key)
        said = [one.said if one else "" for one in (was, now)]
        if said[0] != said[1]:
            label = "".join(one.label for one in (now or was,) if one)
            yield FactChange(label, *said)


def _annexes(before: AgreementDocument, after: AgreementDocument) -> Iterator[AnnexChange]:
    old, new = ({one.key: one for one in each.annexes} for each in (before, after))
    for key in dict.fromkeys((*new, *old)):
        was, now = old.get(key), new.get(key)
        if was != now:
            texts = [one.text if one else "" for one in (was, now)]
            is_text = not any(one and one.suffix for one in (was, now))
            html = show_redline(*texts).html if is_text else Markup()
            title = "".join(one.title for one in (now or was,) if one)
            yield AnnexChange(title, was is None, now is None, html)


def _sections(before: AgreementDocument, after: AgreementDocument) -> Iterator[SectionChange]:
    old, new = _texts(before), _texts(after)
    for key in [*new, *(one for one in old if one not in new)]:
        name, text = new.get(key) or (old[key][0], "")
        line = show_redline(old[key][1] if key in old else "", text)
        if line.is_changed:
            yield SectionChange(name, line.html)


def _texts(document: AgreementDocument) -> Mapping[str, tuple[str, str]]:
    return {one.key: (f"{one.number}. {one.heading}", one.text) for one in document.sections}


def _cells(
    before: DocumentRow, after: DocumentRow, columns: Sequence[DocumentColumn]
) -> Iterator[CellChange]:
    labels = {column.key: column.label for column in reversed(columns)}
    for key, label in labels.items():
        was, now = (row.values.get(key, "unset") for row in (before, after))
        if was != now:
            yield CellChange(after.title, label, was, now)


def _term(document: AgreementDocument) -> tuple[object, ...]:
    return document.valid_from, document.valid_until, document.review_on
