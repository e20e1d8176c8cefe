"""Filling the matrix directly, before sharing; adding rows and taking rows out."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from agreements import changes
from agreements.models import Agreement, MatrixCell, MatrixChange, MatrixColumn, MatrixRow
from agreements.rules import (
    AgreementRuleError,
    OutlineKind,
    Refusal,
    Responsibility,
    Status,
    check_status,
)
from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.documents.gaps import count_in
from portal.errors import Difference, NotFoundError, StaleError

Key = tuple[str, str]
"""(row key, column key): how a cell is addressed, now and in every suggestion."""


def fill(
    actor: Actor,
    agreement: Agreement,
    *,
    values: Mapping[Key, Responsibility],
    base: Mapping[Key, Responsibility],
    now: datetime,
) -> int:
    """Save the cells the user changed, answer how many that were.

    `base` is what the form showed. A cell that somebody else has changed since, to something
    else, is saved by nobody: StaleError names each such cell, and nothing at all is saved.
    """
    changes.lock(agreement)
    check_status(agreement.status, Status.DRAFT)
    cells = load_cells(agreement)
    wanted = {
        key: value for key, value in values.items() if key in cells and base.get(key) != value
    }
    _refuse_stale(cells, wanted, base)
    changed = _set_own(actor, agreement, cells, wanted, now)
    if changed:
        changes.touch(agreement, now)
        audit.record(actor, "matrix.filled", agreement, stream=agreement.id, cells=changed)
    return changed


def restore(
    actor: Actor,
    agreement: Agreement,
    values: Mapping[Key, Responsibility],
    *,
    number: int,
    now: datetime,
) -> int:
    """Let the cells say before sharing what they said in version `number`; how many changed."""
    changes.lock(agreement)
    check_status(agreement.status, Status.DRAFT)
    cells = load_cells(agreement)
    wanted = {key: value for key, value in values.items() if key in cells}
    changed = _set_own(actor, agreement, cells, wanted, now)
    if changed:
        changes.touch(agreement, now)
        audit.record(
            actor,
            "matrix.restored",
            agreement,
            stream=agreement.id,
            cells=changed,
            restored=number,
        )
    return changed


class LoadedCell:
    """A cell together with the names it goes by."""

    __slots__ = ("cell", "column_label", "row_title")

    def __init__(self, cell: MatrixCell, row_title: str, column_label: str) -> None:
        self.cell = cell
        self.row_title = row_title
        self.column_label = column_label


def load_cells(agreement: Agreement) -> dict[Key, LoadedCell]:
    """Every cell of the rows that count, by (row key, column key)."""
    statement = (
        select(MatrixRow.key, MatrixColumn.key, MatrixRow.title, MatrixColumn.label, MatrixCell)
        .join(MatrixRow, MatrixRow.id == MatrixCell.row_id)
        .join(MatrixColumn, MatrixColumn.id == MatrixCell.column_id)
        .where(MatrixCell.agreement_id == agreement.id, MatrixRow.removed_at.is_(None))
        .order_by(MatrixRow.position, MatrixColumn.position)
        .execution_options(populate_existing=True)
    )
    return {
        (row_key, column_key): LoadedCell(cell, title, label)
        for row_key, column_key, title, label, cell in db.session.execute(statement)
    }


def _set_own(
    actor: Actor,
    agreement: Agreement,
    cells: Mapping[Key, LoadedCell],
    wanted: Mapping[Key, Responsibility],
    now: datetime,
) -> int:
    """Write in the actor's name the cells that are to say something else; how many."""
    changed = [key for key, value in wanted.items() if cells[key].cell.value is not value]
    set_cells(
        agreement,
        [(cells[key].cell, wanted[key]) for key in changed],
        organisation_id=actor.organisation_id,
        author_name=actor.name,
        now=now,
    )
    return len(changed)


def set_cells(
    agreement: Agreement,
    wanted: Collection[tuple[MatrixCell, Responsibility]],
    *,
    organisation_id: UUID,
    author_name: str,
    now: datetime,
    suggestion_id: UUID | None = None,
) -> None:
    """Write cells all at once, with who said so, and keep what they said before."""
    if not wanted:
        return
    agreement.matrix_revision += 1
    for cell, value in wanted:
        db.session.add(
            MatrixChange(
                county_id=agreement.county_id,
                agreement_id=agreement.id,
                row_id=cell.row_id,
                column_id=cell.column_id,
                revision=agreement.matrix_revision,
                before=cell.value,
                after=value,
                organisation_id=organisation_id,
                author_name=author_name,
                changed_at=now,
                suggestion_id=suggestion_id,
            )
        )
        cell.value = value
        cell.version += 1
        cell.changed_by = author_name
        cell.changed_at = now
        cell.organisation_id = organisation_id
        cell.suggestion_id = suggestion_id


def _refuse_stale(
    cells: Mapping[Key, LoadedCell],
    wanted: Mapping[Key, Responsibility],
    base: Mapping[Key, Responsibility],
) -> None:
    differences = tuple(
        Difference(
            f"{loaded.row_title}, {loaded.column_label}",
            yours=value.value,
            theirs=loaded.cell.value.value,
            changed_by=loaded.cell.changed_by,
        )
        for key, value in wanted.items()
        if (loaded := cells[key]).cell.value not in {base.get(key), value}
    )
    if differences:
        raise StaleError(differences)


def add_row(
    actor: Actor,
    agreement: Agreement,
    *,
    row_id: UUID,
    phase: str,
    title: str,
    hint: str,
    now: datetime,
) -> None:
    """Add a measure of the parties' own. The same `row_id` twice is one row."""
    changes.lock(agreement)
    check_status(agreement.status, Status.DRAFT)
    if _find_row(agreement, row_id) is not None:
        return
    if count_in(title) or count_in(hint):
        raise AgreementRuleError(Refusal.HALF_A_ROW)
    row = MatrixRow(
        id=row_id,
        county_id=agreement.county_id,
        agreement_id=agreement.id,
        key=f"egen-{row_id.hex[-12:]}",
        phase=phase,
        title=title,
        hint=hint,
        position=_position_after(agreement, phase),
        in_template=False,
    )
    db.session.add(row)
    db.session.flush()
    columns = select(MatrixColumn.id).where(MatrixColumn.agreement_id == agreement.id)
    add_cells(actor, row, dict.fromkeys(db.session.scalars(columns), Responsibility.UNSET), now)
    _changed(actor, agreement, row, OutlineKind.ROW_ADDED, now)


def add_cells(
    actor: Actor, row: MatrixRow, values: Mapping[UUID, Responsibility], now: datetime
) -> None:
    """Give a row that is new its cells: column id -> value, one for each column."""
    db.session.add_all(
        MatrixCell(
            county_id=row.county_id,
            agreement_id=row.agreement_id,
            row_id=row.id,
            column_id=column_id,
            value=value,
            version=1,
            changed_by=actor.name,
            changed_at=now,
            organisation_id=actor.organisation_id,
        )
        for column_id, value in values.items()
    )


def remove_row(
    actor: Actor, agreement: Agreement, row_id: UUID, *, reason: str, now: datetime
) -> None:
    """Take a measure out. A duty of the county template stays listed, with the reason."""
    changes.lock(agreement)
    row = get_row(agreement, row_id)
    check_status(agreement.status, Status.DRAFT)
    if row.removed_at is not None:
        return
    if row.in_template and not reason.strip():
        raise AgreementRuleError(Refusal.REASON_NEEDED, field="reason")
    row.removed_at = now
    row.removed_reason = reason
    _changed(actor, agreement, row, OutlineKind.ROW_REMOVED, now)


def restore_row(actor: Actor, agreement: Agreement, row_id: UUID, *, now: datetime) -> None:
    """Take a measure back in, as it was."""
    changes.lock(agreement)
    row = get_row(agreement, row_id)
    check_status(agreement.status, Status.DRAFT)
    if row.removed_at is None:
        return
    row.removed_at = None
    row.removed_reason = None
    _changed(actor, agreement, row, OutlineKind.ROW_RESTORED, now)


def _changed(
    actor: Actor, agreement: Agreement, row: MatrixRow, kind: OutlineKind, now: datetime
) -> None:
    agreement.matrix_revision += 1
    changes.touch(agreement, now)
    changes.note_outline(
        actor, agreement, kind, row.id, row.title, after=row.removed_reason or "", now=now
    )
    audit.record(actor, f"matrix.{kind.value}", row, stream=agreement.id, row=row.key)


def get_row(agreement: Agreement, row_id: UUID) -> MatrixRow:
    """One row of this agreement, taken out or not."""
    if (row := _find_row(agreement, row_id)) is None:
        raise NotFoundError
    return row


def _find_row(agreement: Agreement, row_id: UUID) -> MatrixRow | None:
    return db.session.scalar(
        select(MatrixRow).where(MatrixRow.id == row_id, MatrixRow.agreement_id == agreement.id)
    )


def _position_after(agreement: Agreement, phase: str) -> int:
    """Last in its phase; rows of one phase stand together."""
    last = db.session.scalar(
        select(func.max(MatrixRow.position)).where(
            MatrixRow.agreement_id == agreement.id, MatrixRow.phase == phase
        )
    )
    if last is None:
        return 0
    later = select(MatrixRow).where(
        MatrixRow.agreement_id == agreement.id, MatrixRow.position > last
    )
    for row in db.session.scalars(later):
        row.position += 1
    return last + 1
