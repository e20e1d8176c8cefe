"""Suggestions of rows, annexes, facts and the name: what each is, if it still fits, adopting it.

What is suggested is a few words by name: `kind`, `name` (what it is about is called), and
row_added: `id`, `phase`, `hint`; the other kinds of rows: `row`, its key, and to move it `before`;
column_added: `column`, its id, and `party`, "" for each municipality's; the other kinds of columns:
`column` and `key`; annexes: `annex`, its id, to replace one `base`, the version that was read, and
to move it `before`;
renamed: `from` and `to`;
fact_changed: `fact` and `section`, its key and the id of where it stands, `from` and `to` as
agreements.facts.said_as_text writes them.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import undefer

from agreements import changes
from agreements.agreed import service as facts
from agreements.annexes import service as annexes
from agreements.changes import Author
from agreements.facts import Said, said_as_text, said_from_text
from agreements.matrix import columns
from agreements.matrix import service as matrix
from agreements.outlines import OutlineKind
from agreements.queries.annex import AnnexText, find_suggested_annex, get_annex, list_annexes
from agreements.refusals import AgreementRuleError, Refusal
from agreements.tables.agreement import Agreement
from agreements.tables.annex import Annex, AnnexVersion
from agreements.tables.fact import AgreementFact
from agreements.tables.matrix import MatrixColumn, MatrixRow
from agreements.tables.suggestion import Suggestion
from portal.db import db
from portal.documents.gaps import count_in
from portal.errors import NotFoundError
from portal.ids import new_id

Outline = Mapping[str, str]


def row_added(*, phase: str, title: str, hint: str) -> Outline:
    """A new measure in a group."""
    matrix.check_row_words(title, hint)
    kind = OutlineKind.ROW_ADDED.value
    return {"kind": kind, "name": title, "id": str(new_id()), "phase": phase, "hint": hint}


def row_moved(row: MatrixRow, before: str) -> Outline:
    """A measure before another of its group; "" is last."""
    kind = OutlineKind.ROW_MOVED.value
    return {"kind": kind, "name": row.title, "row": row.key, "before": before}


def row_out_or_in(row: MatrixRow) -> Outline:
    """A measure that counts no more; one that is out counts again."""
    kind = OutlineKind.ROW_REMOVED if row.removed_at is None else OutlineKind.ROW_RESTORED
    return {"kind": kind.value, "name": row.title, "row": row.key}


def column_added(agreement: Agreement, label: str, party: UUID | None) -> Outline:
    """A new column of a party, or of each municipality."""
    columns.check_column(agreement, label, party)
    whose = {"column": str(new_id()), "party": str(party or "")}
    return {"kind": OutlineKind.COLUMN_ADDED.value, "name": label, **whose}


def column_out_or_in(column: MatrixColumn) -> Outline:
    """A column that counts no more; one that is out counts again."""
    kind = OutlineKind.COLUMN_REMOVED if column.removed_in is None else OutlineKind.COLUMN_RESTORED
    names = {"column": str(column.id), "key": column.key}
    return {"kind": kind.value, "name": column.label, **names}


def renamed(agreement: Agreement, title: str) -> Outline:
    """Another name of the agreement."""
    if count_in(title):
        raise AgreementRuleError(Refusal.HALF_A_TITLE, field="title")
    kind = OutlineKind.RENAMED.value
    return {"kind": kind, "name": title, "from": agreement.title, "to": title}


def annex_added(title: str) -> Outline:
    """A new annex."""
    return {"kind": OutlineKind.ANNEX_ADDED.value, "name": title, "annex": str(new_id())}


def annex_replaced(current: AnnexText, base: str) -> Outline:
    """Another text or file in the place of the version `base`."""
    kind, name = OutlineKind.ANNEX_REPLACED.value, current.version.title
    return {"kind": kind, "name": name, "annex": str(current.annex.id), "base": base}


def annex_moved(current: AnnexText, before: str) -> Outline:
    """An annex before another, by that one's id; "" is last."""
    kind, name = OutlineKind.ANNEX_MOVED.value, current.version.title
    return {"kind": kind, "name": name, "annex": str(current.annex.id), "before": before}


def annex_removed(current: AnnexText) -> Outline:
    """An annex that is one no more."""
    kind, name = OutlineKind.ANNEX_REMOVED.value, current.version.title
    return {"kind": kind, "name": name, "annex": str(current.annex.id)}


def fact_changed(fact: AgreementFact, said: Said | None) -> Outline:
    """A fact that says something else."""
    return {
        "kind": OutlineKind.FACT_CHANGED.value,
        "name": fact.label,
        "fact": fact.key,
        "section": str(fact.section_id),
        "from": said_as_text(fact.value),
        "to": said_as_text(said),
    }


def suggested_fact(fact: AgreementFact, suggestion: Suggestion) -> Said | None:
    """What a suggestion would have a fact say; NotFoundError for one about anything else."""
    outline = suggestion.outline or {}
    if outline.get("fact") != fact.key:
        raise NotFoundError
    return said_from_text(fact.kind, outline["to"])


def fits(agreement: Agreement, outline: Outline) -> bool:
    """Whether what it is about still is as it was when it was suggested."""
    return _FITS[OutlineKind(outline["kind"])](agreement, outline)


def _always(_agreement: Agreement, _outline: Outline) -> bool:
    return True


def _is_row_in(agreement: Agreement, outline: Outline) -> bool:
    row = matrix.find_row(agreement, outline["row"])
    return row is not None and row.removed_at is None


def _is_row_out(agreement: Agreement, outline: Outline) -> bool:
    row = matrix.find_row(agreement, outline["row"])
    return row is not None and row.removed_at is not None


def _can_be_placed(agreement: Agreement, outline: Outline) -> bool:
    row = matrix.find_row(agreement, outline["row"])
    return row is not None and matrix.refuses_place(agreement, row, outline["before"]) is None


def _has_room_for_annex(agreement: Agreement, _outline: Outline) -> bool:
    return annexes.has_room(list_annexes(agreement))


def _is_annex_in(agreement: Agreement, outline: Outline) -> bool:
    return _find_annex(agreement, outline) is not None


def _is_annex_as_read(agreement: Agreement, outline: Outline) -> bool:
    found = _find_annex(agreement, outline)
    return found is not None and str(found.annex.version) == outline["base"]


def _can_annex_be_placed(agreement: Agreement, outline: Outline) -> bool:
    return annexes.may_place(agreement, outline["annex"], outline["before"])


def _can_be_added(agreement: Agreement, outline: Outline) -> bool:
    return columns.refuses_column(agreement, outline["name"], _party(outline)) is None


def _is_column_in(agreement: Agreement, outline: Outline) -> bool:
    column = columns.find_column(agreement, UUID(outline["column"]))
    return column is not None and columns.refuses_removal(agreement, column) is None


def _is_column_out(agreement: Agreement, outline: Outline) -> bool:
    column = columns.find_column(agreement, UUID(outline["column"]))
    return column is not None and columns.refuses_return(agreement, column) is None


def _party(outline: Outline) -> UUID | None:
    return UUID(outline["party"]) if outline["party"] else None


def _is_fact_same(agreement: Agreement, outline: Outline) -> bool:
    fact = facts.find_fact(agreement, outline["fact"])
    return fact is not None and said_as_text(fact.value) == outline["from"]


def _is_name_same(agreement: Agreement, outline: Outline) -> bool:
    return agreement.title == outline["from"]


_FITS: Mapping[OutlineKind, Callable[[Agreement, Outline], bool]] = {
    OutlineKind.ROW_ADDED: _always,
    OutlineKind.ROW_MOVED: _can_be_placed,
    OutlineKind.ROW_REMOVED: _is_row_in,
    OutlineKind.ROW_RESTORED: _is_row_out,
    OutlineKind.COLUMN_ADDED: _can_be_added,
    OutlineKind.COLUMN_REMOVED: _is_column_in,
    OutlineKind.COLUMN_RESTORED: _is_column_out,
    OutlineKind.ANNEX_ADDED: _has_room_for_annex,
    OutlineKind.ANNEX_MOVED: _can_annex_be_placed,
    OutlineKind.ANNEX_REPLACED: _is_annex_as_read,
    OutlineKind.ANNEX_REMOVED: _is_annex_in,
    OutlineKind.RENAMED: _is_name_same,
    OutlineKind.FACT_CHANGED: _is_fact_same,
}


def _find_annex(agreement: Agreement, outline: Outline) -> AnnexText | None:
    every = list_annexes(agreement)
    return next((one for one in every if str(one.annex.id) == outline["annex"]), None)


def adopt(agreement: Agreement, suggestion: Suggestion, now: datetime) -> None:
    """Let it be so; written before the suggestion is closed (app.is_changing)."""
    outline = suggestion.outline or {}
    author = changes.sponsor_of(suggestion)
    _ADOPT[OutlineKind(outline["kind"])](author, agreement, suggestion, outline, now)
    db.session.flush()


def _add_row(
    author: Author, agreement: Agreement, _one: Suggestion, outline: Outline, now: datetime
) -> None:
    matrix.put_row(
        author,
        agreement,
        UUID(outline["id"]),
        phase=outline["phase"],
        title=outline["name"],
        hint=outline["hint"],
        now=now,
    )


def _move_row(
    author: Author, agreement: Agreement, _one: Suggestion, outline: Outline, now: datetime
) -> None:
    matrix.place_row(author, agreement, _row(agreement, outline), outline["before"], now)


def _remove_row(
    author: Author, agreement: Agreement, one: Suggestion, outline: Outline, now: datetime
) -> None:
    matrix.take_out(author, agreement, _row(agreement, outline), one.reason, now)


def _restore_row(
    author: Author, agreement: Agreement, _one: Suggestion, outline: Outline, now: datetime
) -> None:
    matrix.take_in(author, agreement, _row(agreement, outline), now)


def _add_column(
    author: Author, agreement: Agreement, _one: Suggestion, outline: Outline, now: datetime
) -> None:
    columns.put(
        author,
        agreement,
        UUID(outline["column"]),
        label=outline["name"],
        organisation_id=_party(outline),
        now=now,
    )


def _remove_column(
    author: Author, agreement: Agreement, _one: Suggestion, outline: Outline, now: datetime
) -> None:
    column = columns.get_column(agreement, UUID(outline["column"]))
    columns.take_out(author, agreement, column, now)


def _restore_column(
    author: Author, agreement: Agreement, _one: Suggestion, outline: Outline, now: datetime
) -> None:
    column = columns.get_column(agreement, UUID(outline["column"]))
    columns.take_in(author, agreement, column, now)


def _move_annex(
    author: Author, agreement: Agreement, _one: Suggestion, outline: Outline, now: datetime
) -> None:
    annexes.place(author, agreement, outline["annex"], outline["before"], now)


def _row(agreement: Agreement, outline: Outline) -> MatrixRow:
    row = matrix.find_row(agreement, outline["row"])
    if row is None:
        raise NotFoundError
    return row


def _add_annex(
    author: Author, agreement: Agreement, one: Suggestion, outline: Outline, now: datetime
) -> None:
    annex = db.session.get_one(Annex, UUID(outline["annex"]))
    annexes.put(author, agreement, annex, annexes.held_by(_suggested(one)), now)


def _replace_annex(
    author: Author, agreement: Agreement, one: Suggestion, outline: Outline, now: datetime
) -> None:
    current = get_annex(agreement, UUID(outline["annex"]))
    annexes.put_instead(author, agreement, current, annexes.held_by(_suggested(one)), now)


def _remove_annex(
    author: Author, agreement: Agreement, _one: Suggestion, outline: Outline, now: datetime
) -> None:
    current = get_annex(agreement, UUID(outline["annex"]))
    annexes.take_out(author, agreement, current, now)


def _change_fact(
    author: Author, agreement: Agreement, _one: Suggestion, outline: Outline, now: datetime
) -> None:
    fact = facts.find_fact(agreement, outline["fact"])
    if fact is None:
        raise NotFoundError
    facts.write(author, agreement, fact, said_from_text(fact.kind, outline["to"]), now)


def _rename(
    author: Author, agreement: Agreement, _one: Suggestion, outline: Outline, now: datetime
) -> None:
    changes.note_outline(
        author,
        agreement,
        OutlineKind.RENAMED,
        None,
        outline["to"],
        before=outline["from"],
        now=now,
    )
    agreement.title = outline["to"]


_ADOPT: Mapping[OutlineKind, Callable[[Author, Agreement, Suggestion, Outline, datetime], None]] = {
    OutlineKind.ROW_ADDED: _add_row,
    OutlineKind.ROW_MOVED: _move_row,
    OutlineKind.ROW_REMOVED: _remove_row,
    OutlineKind.ROW_RESTORED: _restore_row,
    OutlineKind.COLUMN_ADDED: _add_column,
    OutlineKind.COLUMN_REMOVED: _remove_column,
    OutlineKind.COLUMN_RESTORED: _restore_column,
    OutlineKind.ANNEX_ADDED: _add_annex,
    OutlineKind.ANNEX_MOVED: _move_annex,
    OutlineKind.ANNEX_REPLACED: _replace_annex,
    OutlineKind.ANNEX_REMOVED: _remove_annex,
    OutlineKind.RENAMED: _rename,
    OutlineKind.FACT_CHANGED: _change_fact,
}


def _suggested(suggestion: Suggestion) -> AnnexVersion:
    """What it would have an annex hold, with a file's content."""
    statement = (
        select(AnnexVersion)
        .where(AnnexVersion.suggestion_id == suggestion.id, AnnexVersion.version.is_(None))
        .options(undefer(AnnexVersion.content))
    )
    return db.session.scalars(statement).one()


def get_suggested_file(suggestion: Suggestion) -> AnnexVersion:
    """A file that is suggested as an annex, with its content; NotFoundError where none is."""
    found = find_suggested_annex(suggestion)
    if found is None or found.text is not None:
        raise NotFoundError
    return _suggested(suggestion)


def overlap(one: Suggestion, other: Suggestion) -> bool:
    """Whether two of which at least one is about the outline are about the same place.

    One that takes a row or a column out is about all of its cells.
    """
    return bool(_places(one) & _places(other))


def _places(suggestion: Suggestion) -> set[str]:
    outline = suggestion.outline
    if outline is None:
        operations = suggestion.operations or []
        return {f"{name} {one[name]}" for one in operations for name in ("row", "column")}
    if outline["kind"] == OutlineKind.RENAMED:
        return {"name"}
    if "column" in outline:
        return {f"column {outline.get('key', outline['column'])}"}
    return {f"{name} {outline[name]}" for name in ("fact", "annex", "row") if name in outline}


def check_new(agreement: Agreement, outline: Outline) -> None:
    """Raise unless it could be adopted as things are."""
    if "from" in outline and outline["from"] == outline["to"]:
        is_name = outline["kind"] == OutlineKind.RENAMED
        raise AgreementRuleError(Refusal.NOTHING_CHANGED, field="title" if is_name else None)
    if not fits(agreement, outline):
        is_annex = outline["kind"] == OutlineKind.ANNEX_ADDED
        raise AgreementRuleError(Refusal.TOO_MANY_ANNEXES if is_annex else Refusal.NOTHING_CHANGED)
