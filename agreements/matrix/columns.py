"""The columns of the matrix: adding, changing and taking out, directly before sharing.

A column that is taken out stays, with its cells unset; what they said is kept as a change of the
matrix, by which it comes back as it was.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from agreements import changes
from agreements.changes import Author
from agreements.matrix.service import add_cells, set_cells
from agreements.outlines import OutlineKind
from agreements.refusals import AgreementRuleError, Refusal
from agreements.rules import Responsibility, Status, check_status
from agreements.tables.agreement import Agreement
from agreements.tables.matrix import MatrixCell, MatrixChange, MatrixColumn, MatrixRow
from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.documents.gaps import count_in
from portal.errors import NotFoundError

MOST_COLUMNS = 12


def add_column(
    actor: Actor,
    agreement: Agreement,
    *,
    column_id: UUID,
    label: str,
    organisation_id: UUID | None,
    now: datetime,
) -> None:
    """Add an actor of a party, or of each municipality of the area, the last of them.

    The same `column_id` twice is one column.
    """
    _open(agreement)
    if any(one.id == column_id for one in _list_columns(agreement)):
        return
    check_column(agreement, label, organisation_id)
    author = changes.author_of(actor)
    column = put(
        author, agreement, column_id, label=label, organisation_id=organisation_id, now=now
    )
    _log(actor, agreement, column, OutlineKind.COLUMN_ADDED)


def check_column(
    agreement: Agreement,
    label: str,
    organisation_id: UUID | None,
    *,
    instead: MatrixColumn | None = None,
) -> None:
    """Raise unless a party of the agreement may have an actor that is called so.

    `instead` of that column, or as one more.
    """
    _refuse(refuses_column(agreement, label, organisation_id, instead=instead))


def refuses_column(
    agreement: Agreement,
    label: str,
    organisation_id: UUID | None,
    *,
    instead: MatrixColumn | None = None,
) -> Refusal | None:
    """Why it may not; None when it may."""
    others = [one for one in list_columns(agreement) if one is not instead]
    if count_in(label):
        return Refusal.HALF_A_COLUMN
    if label.casefold() in {one.label.casefold() for one in others}:
        return Refusal.COLUMN_TAKEN
    if not may_belong(agreement, organisation_id):
        return Refusal.COLUMN_OF_NOBODY
    is_one_more = instead is None and len(others) >= MOST_COLUMNS
    return Refusal.TOO_MANY_COLUMNS if is_one_more else None


def _refuse(refusal: Refusal | None) -> None:
    if refusal is not None:
        raise AgreementRuleError(refusal, field=_FIELDS.get(refusal))


_FIELDS = {
    Refusal.HALF_A_COLUMN: "label",
    Refusal.COLUMN_TAKEN: "label",
    Refusal.COLUMN_OF_NOBODY: "party",
}


def may_belong(agreement: Agreement, organisation_id: UUID | None) -> bool:
    """Whether a column may be a party's, or each municipality's of an area that has several."""
    is_each = organisation_id is None and len(agreement.municipality_ids) > 1
    return is_each or organisation_id in agreement.party_ids


def put(
    author: Author,
    agreement: Agreement,
    column_id: UUID,
    *,
    label: str,
    organisation_id: UUID | None,
    now: datetime,
) -> MatrixColumn:
    """Write a new column, the last, in which nothing is said yet."""
    column = MatrixColumn(
        id=column_id,
        county_id=agreement.county_id,
        agreement_id=agreement.id,
        key=f"egen-{column_id.hex[-12:]}",
        label=label,
        organisation_id=organisation_id,
        position=max((one.position for one in _list_columns(agreement)), default=0) + 1,
    )
    db.session.add(column)
    db.session.flush()
    rows = select(MatrixRow).where(MatrixRow.agreement_id == agreement.id)
    for row in db.session.scalars(rows):
        add_cells(author, row, {column.id: Responsibility.UNSET}, now)
    _changed(author, agreement, column, OutlineKind.COLUMN_ADDED, now)
    return column


def change_column(
    actor: Actor,
    agreement: Agreement,
    column_id: UUID,
    *,
    label: str,
    organisation_id: UUID | None,
    now: datetime,
) -> None:
    """Let an actor be called something else, or belong to another party."""
    _open(agreement)
    column = get_column(agreement, column_id)
    before = column.label
    if (before, column.organisation_id) == (label, organisation_id):
        return
    check_column(agreement, label, organisation_id, instead=column)
    column.label, column.organisation_id = label, organisation_id
    kind = OutlineKind.COLUMN_CHANGED
    _changed(changes.author_of(actor), agreement, column, kind, now, before=before)
    _log(actor, agreement, column, kind)


def remove_column(actor: Actor, agreement: Agreement, column_id: UUID, *, now: datetime) -> None:
    """Take an actor out, before sharing."""
    _open(agreement)
    column = get_column(agreement, column_id)
    if column.removed_in is not None:
        return
    _refuse(refuses_removal(agreement, column))
    take_out(changes.author_of(actor), agreement, column, now)
    _log(actor, agreement, column, OutlineKind.COLUMN_REMOVED)


def refuses_removal(agreement: Agreement, column: MatrixColumn) -> Refusal | None:
    """Why it cannot be taken out: it is, or no other is left; None when it can."""
    if column.removed_in is not None:
        return Refusal.NOTHING_CHANGED
    return Refusal.LAST_COLUMN if len(list_columns(agreement)) == 1 else None


def take_out(author: Author, agreement: Agreement, column: MatrixColumn, now: datetime) -> None:
    """Let an actor count no more; it stays, and what was said of it is kept as a change."""
    agreement.matrix_revision += 1
    said = [cell for cell in _cells(column) if cell.value is not Responsibility.UNSET]
    _say(author, agreement, [(cell, Responsibility.UNSET) for cell in said], now)
    column.removed_in = agreement.matrix_revision
    _changed(author, agreement, column, OutlineKind.COLUMN_REMOVED, now)


def restore_column(actor: Actor, agreement: Agreement, column_id: UUID, *, now: datetime) -> None:
    """Take an actor back in, as it was, before sharing."""
    _open(agreement)
    column = get_column(agreement, column_id)
    if column.removed_in is None:
        return
    _refuse(refuses_return(agreement, column))
    take_in(changes.author_of(actor), agreement, column, now)
    _log(actor, agreement, column, OutlineKind.COLUMN_RESTORED)


def refuses_return(agreement: Agreement, column: MatrixColumn) -> Refusal | None:
    """Why it cannot be taken back: it is there, or would not be like the others; else None."""
    if column.removed_in is None:
        return Refusal.NOTHING_CHANGED
    return refuses_column(agreement, column.label, column.organisation_id)


def take_in(author: Author, agreement: Agreement, column: MatrixColumn, now: datetime) -> None:
    """Let an actor count again, with what its cells said."""
    before = select(MatrixChange.row_id, MatrixChange.before).where(
        MatrixChange.column_id == column.id, MatrixChange.revision == column.removed_in
    )
    values = {row.row_id: row.before for row in db.session.execute(before)}
    cells = [(cell, values[cell.row_id]) for cell in _cells(column) if cell.row_id in values]
    _say(author, agreement, cells, now)
    column.removed_in = None
    _changed(author, agreement, column, OutlineKind.COLUMN_RESTORED, now)


def _say(
    author: Author,
    agreement: Agreement,
    wanted: Sequence[tuple[MatrixCell, Responsibility]],
    now: datetime,
) -> None:
    set_cells(
        agreement,
        wanted,
        organisation_id=author.organisation_id,
        author_name=author.name,
        now=now,
        suggestion_id=author.suggestion_id,
    )
    # while the column still is as it was: the database asks (app.is_agreed_cell)
    db.session.flush()


def _cells(column: MatrixColumn) -> Sequence[MatrixCell]:
    found = select(MatrixCell).where(MatrixCell.column_id == column.id)
    return db.session.scalars(found.execution_options(populate_existing=True)).all()


def get_column(agreement: Agreement, column_id: UUID) -> MatrixColumn:
    """One column of this agreement, taken out or not."""
    wanted = select(MatrixColumn).where(
        MatrixColumn.id == column_id, MatrixColumn.agreement_id == agreement.id
    )
    if (column := db.session.scalar(wanted)) is None:
        raise NotFoundError
    return column


def find_column(agreement: Agreement, column_id: UUID) -> MatrixColumn | None:
    """The same, or None."""
    return next((one for one in _list_columns(agreement) if one.id == column_id), None)


def list_columns(agreement: Agreement) -> list[MatrixColumn]:
    """The columns that count, in order."""
    return [one for one in _list_columns(agreement) if one.removed_in is None]


def list_removed(agreement: Agreement) -> list[MatrixColumn]:
    """Those that have been taken out, in the order that they had."""
    return [one for one in _list_columns(agreement) if one.removed_in is not None]


def _list_columns(agreement: Agreement) -> Sequence[MatrixColumn]:
    found = select(MatrixColumn).where(MatrixColumn.agreement_id == agreement.id)
    ordered = found.order_by(MatrixColumn.position, MatrixColumn.id)
    return db.session.scalars(ordered.execution_options(populate_existing=True)).all()


def _open(agreement: Agreement) -> None:
    """Nobody else changes it meanwhile, and it is a draft."""
    changes.lock(agreement)
    check_status(agreement.status, Status.DRAFT)


def _changed(
    author: Author,
    agreement: Agreement,
    column: MatrixColumn,
    kind: OutlineKind,
    now: datetime,
    *,
    before: str = "",
) -> None:
    agreement.matrix_revision += 1
    changes.touch(agreement, now)
    changes.note_outline(
        author,
        agreement,
        kind,
        column.id,
        column.label,
        before=before,
        after=agreement.column_party(column.organisation_id),
        now=now,
    )
    db.session.flush()


def _log(actor: Actor, agreement: Agreement, column: MatrixColumn, kind: OutlineKind) -> None:
    audit.record(actor, f"matrix.{kind.value}", column, stream=agreement.id, column=column.key)
