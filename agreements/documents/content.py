"""What an agreement's file says, in order and in words, before anyone lays it out.

DOCX and PDF both walk this, so they cannot come to say different things.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from agreements.document import (
    AgreementDocument,
    DocumentAnnex,
    DocumentDecision,
    DocumentFact,
    DocumentParty,
    DocumentRow,
    DocumentSignature,
)
from agreements.documents import labels
from portal.documents.commonmark import Block, Cells, Inline, parse, with_gaps
from portal.documents.text import one_line
from portal.documents.uploads import KINDS
from portal.zone import STOCKHOLM

LONG_FROM_SECTIONS = 6
"""A document with this many sections gets a table of contents."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A numbered section."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A matrix value: its key, for the tint, and its word, which alone carries the meaning."""

    value: str
    word: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One measure and what each actor does about it."""

    title: str
    hint: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class MatrixGroup:
    """The rows of one phase."""

    phase: str
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """An actor and, where its name does not say it already, the party it belongs to."""

    label: str
    party: str


@dataclass(frozen=True, slots=True)
class ListedAnnex:
    """An annex in the list: the cells of its row, and the checksum of what it holds."""

    cells: tuple[str, ...]
    checksum: str


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature: the cells of its row, and the checksum of what was signed."""

    cells: tuple[str, ...]
    checksum: str


@dataclass(frozen=True, slots=True)
class Content:
    """A whole agreement in words."""

    title: str
    author: str
    place: str
    mark: str
    is_draft: bool
    signed_checksum: str
    footer: str
    facts: tuple[tuple[str, str], ...]
    parties: tuple[tuple[str, ...], ...]
    has_contents_list: bool
    chapters: tuple[Chapter, ...]
    columns: tuple[MatrixColumn, ...]
    groups: tuple[MatrixGroup, ...]
    decisions: tuple[tuple[str, ...], ...]
    annexes: tuple[ListedAnnex, ...]
    annex_texts: tuple[Chapter, ...]
    signed: tuple[Signed, ...]
    unsigned: tuple[str, ...]
    acts: tuple[tuple[str, ...], ...]


def content_of(document: AgreementDocument) -> Content:
    """The words of a document."""
    title = one_line(document.title) or labels.UNTITLED
    return Content(
        title=title,
        author=one_line(document.begun_by or document.municipality),
        place=" · ".join(filter(None, map(one_line, (document.municipality, document.county)))),
        mark=labels.mark(one_line(document.status_label)),
        is_draft=labels.is_draft(one_line(document.status_label)),
        signed_checksum=_signed_checksum(document),
        footer=labels.FOOTER.format(title=title, version=document.version),
        facts=_facts(document),
        parties=_parties(document),
        has_contents_list=len(document.sections) >= LONG_FROM_SECTIONS,
        chapters=_chapters(document),
        columns=_columns(document),
        groups=_groups(document),
        decisions=_decisions(document),
        annexes=_annexes(document),
        annex_texts=_annex_texts(document),
        signed=tuple(_signed(document, signature) for signature in document.signatures),
        unsigned=_unsigned(document),
        acts=_acts(document),
    )


def _facts(document: AgreementDocument) -> tuple[tuple[str, str], ...]:
    review = document.review_on
    made = labels.moment(document.made_at)
    replaces = one_line(document.replaces)
    later = {
        labels.SUBJECT: one_line(document.subject),
        labels.SIGNED_HOW: one_line(document.on_paper),
        labels.ADDS_TO: one_line(document.adds_to),
        labels.CHANGES: one_line(document.changes),
        labels.PROLONGS: one_line(document.prolongs),
        labels.REPLACES: labels.REPLACED_BY_THIS.format(title=replaces) if replaces else "",
    }
    return (
        (labels.STATUS, one_line(document.status_label)),
        (labels.VALIDITY, _validity(document)),
        *([(labels.AREA, one_line(document.area))] if document.area else []),
        (labels.REVIEW, labels.day(review) if review else labels.NOT_DECIDED),
        *((label, said) for label, said in later.items() if said),
        (labels.TEMPLATE, _template(document)),
        (labels.VERSION, labels.VERSION_OF.format(number=document.version, time=made)),
        (labels.IDENTITY, str(document.agreement_id)),
    )


def _validity(document: AgreementDocument) -> str:
    first = labels.day(document.valid_from) if document.valid_from else ""
    last = labels.day(document.valid_until) if document.valid_until else ""
    if first and last:
        return labels.VALID_BETWEEN.format(first=first, last=last)
    if first:
        said = labels.VALID_FROM_ONLY if document.lacks_last_day else labels.VALID_FROM
        return said.format(first=first)
    return labels.VALID_UNTIL.format(last=last) if last else labels.NOT_DECIDED


def _template(document: AgreementDocument) -> str:
    name, adopted = one_line(document.template_name), one_line(document.template_adopted)
    return labels.TEMPLATE_ADOPTED.format(name=name, adopted=adopted) if adopted else name


def _parties(document: AgreementDocument) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            one_line(party.name),
            _kind(party),
            one_line(party.organisation_number),
        )
        for party in document.parties
    )


def _kind(party: DocumentParty) -> str:
    kind = labels.PARTY_KINDS.get(party.kind.lower(), one_line(party.kind))
    part = labels.PARTY_PARTS.get(party.part)
    return labels.KIND_AND_PART.format(kind=kind, part=part) if part else kind


def _chapters(document: AgreementDocument) -> tuple[Chapter, ...]:
    nothing = (Block("paragraph", (Inline(labels.EMPTY_SECTION, italic=True),)),)
    facts = _by_section(document)
    return tuple(
        Chapter(
            f"{section.number}. {one_line(section.heading)}",
            (with_gaps(parse(section.text)) or nothing) + _facts_table(facts.get(section.key, ())),
        )
        for section in document.sections
    )


def _by_section(document: AgreementDocument) -> Mapping[str, Sequence[DocumentFact]]:
    found: dict[str, list[DocumentFact]] = {}
    for one in document.facts:
        found.setdefault(one.section, []).append(one)
    return found


def _facts_table(facts: Sequence[DocumentFact]) -> tuple[Block, ...]:
    """What is agreed as data, a row for each value; nothing where a section has none."""
    rows = [_cells(*labels.FACT_HEADER)]
    for one in facts:
        said = (
            [one_line(line) for line in one.said.split("\n")] if one.said else [labels.FACT_EMPTY]
        )
        if one.is_left and one.said:
            said[-1] = labels.FACT_LEFT.format(said=said[-1])
        names = [one_line(one.label), *[""] * (len(said) - 1)]
        rows += [_cells(name, line) for name, line in zip(names, said, strict=True)]
    return (Block("table", rows=tuple(rows), aligns=("left", "left")),) if facts else ()


def _cells(*said: str) -> Cells:
    return tuple((Inline(one),) if one else () for one in said)


def _columns(document: AgreementDocument) -> tuple[MatrixColumn, ...]:
    columns = []
    for column in document.columns:
        label, party = one_line(column.label), one_line(column.party)
        columns.append(MatrixColumn(label, "" if party == label else party))
    return tuple(columns)


def _groups(document: AgreementDocument) -> tuple[MatrixGroup, ...]:
    keys = [column.key for column in document.columns]
    return tuple(
        MatrixGroup(one_line(phase), tuple(_matrix_row(row, keys) for row in rows))
        for phase, rows in groupby(document.rows, key=lambda row: row.phase)
    )


def _matrix_row(row: DocumentRow, columns: Sequence[str]) -> MatrixRow:
    values = [row.values.get(column, "unset") for column in columns]
    cells = tuple(MatrixCell(value, labels.MATRIX_VALUES[value]) for value in values)
    return MatrixRow(one_line(row.title), one_line(row.hint), cells)


def _annexes(document: AgreementDocument) -> tuple[ListedAnnex, ...]:
    return tuple(
        ListedAnnex(
            (labels.ANNEX.format(number=number), one_line(annex.title), _kind_of(annex)),
            labels.ANNEX_CHECKSUM.format(checksum=one_line(annex.sha256)),
        )
        for number, annex in enumerate(document.annexes, start=1)
    )


def _kind_of(annex: DocumentAnnex) -> str:
    if not annex.suffix:
        return labels.ANNEX_TEXT
    kind = KINDS[annex.suffix].name if annex.suffix in KINDS else one_line(annex.suffix)
    return labels.ANNEX_FILE.format(kind=kind, size=labels.size(annex.size))


def _annex_texts(document: AgreementDocument) -> tuple[Chapter, ...]:
    return tuple(
        Chapter(
            labels.ANNEX_TITLE.format(number=number, title=one_line(annex.title)),
            with_gaps(parse(annex.text)),
        )
        for number, annex in enumerate(document.annexes, start=1)
        if not annex.suffix
    )


def _decisions(document: AgreementDocument) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            one_line(decision.party),
            one_line(decision.body),
            _paragraph(decision),
            labels.day(decision.decided_on),
            one_line(decision.reference),
        )
        for decision in document.decisions
    )


def _paragraph(decision: DocumentDecision) -> str:
    paragraph, point = one_line(decision.paragraph), one_line(decision.delegation)
    return labels.DELEGATED.format(paragraph=paragraph, point=point) if point else paragraph


def _signed_checksum(document: AgreementDocument) -> str:
    said = labels.PAPER_CHECKSUM if document.on_paper else labels.SIGNED_CHECKSUM
    return said.format(version=document.version)


def _signed(document: AgreementDocument, signature: DocumentSignature) -> Signed:
    title, authority = one_line(signature.title), one_line(signature.authority)
    if authority:
        title = labels.AUTHORITY.format(title=title, authority=authority)
    names = (one_line(signature.party), one_line(signature.name), title)
    # a paper says the day, and not the hour
    at = signature.signed_at
    when = labels.day(at.astimezone(STOCKHOLM)) if document.on_paper else labels.moment(at)
    cells = (*names, when)
    return Signed(cells, one_line(signature.document_sha256))


def _unsigned(document: AgreementDocument) -> tuple[str, ...]:
    signed = {signature.party for signature in document.signatures if signature.is_last}
    to_sign = [one for one in document.parties if one.part not in labels.PARTS_WITHOUT_SIGNATURE]
    return tuple(one_line(one.name) for one in to_sign if one.name not in signed)


def _acts(document: AgreementDocument) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (labels.day(one.day), one_line(one.party), one_line(one.what), one_line(one.said))
        for one in document.acts
    )
