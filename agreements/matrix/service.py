"""Filling the matrix directly, before sharing; adding rows and taking rows out.

Its columns are in agreements.matrix.columns.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from agreements import changes
from agreements.changes import Author
from agreements.outlines import OutlineKind
from agreements.refusals import AgreementRuleError, Refusal
from agreements.rules import Responsibility, Status, check_status
from agreements.tables.agreement import Agreement
from agreements.tables.matrix import MatrixCell, MatrixChange, MatrixColumn, MatrixRow
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
    revision: int,
    now: datetime,
) -> int:
    """Let the cells say before sharing what they said in version `number`; how many changed.

    Raises StaleError when the matrix is another than when the page was opened (`revision`).
    """
    changes.lock(agreement)
    check_status(agreement.status, Status.DRAFT)
    cells = load_cells(agreement)
    wanted = {key: value for key, value in values.items() if key in cells}
    if revision != agreement.matrix_revision:
        raise StaleError(())
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
    """Every cell of the rows and columns that count, by (row key, column key)."""
    statement = (
        select(MatrixRow.key, MatrixColumn.key, MatrixRow.title, MatrixColumn.label, MatrixCell)
        .join(MatrixRow, MatrixRow.id == MatrixCell.row_id)
        .join(MatrixColumn, MatrixColumn.id == MatrixCell.column_id)
        .where(
            MatrixCell.agreement_id == agreement.id,
            MatrixRow.removed_at.is_(None),
            MatrixColumn.removed_in.is_(None),
        )
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
    check_row_words(title, hint)
    author = changes.author_of(actor)
    row = put_row(author, agreement, row_id, phase=phase, title=title, hint=hint, now=now)
    _log(actor, agreement, row, OutlineKind.ROW_ADDED)


def check_row_words(title: str, hint: str) -> None:
    """A measure is not called something that somebody still has to fill in."""
    if count_in(title) or count_in(hint):
        raise AgreementRuleError(Refusal.HALF_A_ROW)


def put_row(
    author: Author,
    agreement: Agreement,
    row_id: UUID,
    *,
    phase: str,
    title: str,
    hint: str,
    now: datetime,
) -> MatrixRow:
    """Write a new measure, the last in its group, of which nothing is said yet."""
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
    add_cells(author, row, dict.fromkeys(db.session.scalars(columns), Responsibility.UNSET), now)
    _changed(author, agreement, row, OutlineKind.ROW_ADDED, now)
    return row


def add_cells(
    author: Author, row: MatrixRow, values: Mapping[UUID, Responsibility], now: datetime
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
            changed_by=author.name,
            changed_at=now,
            organisation_id=author.organisation_id,
            suggestion_id=author.suggestion_id,
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
    take_out(changes.author_of(actor), agreement, row, reason, now)
    _log(actor, agreement, row, OutlineKind.ROW_REMOVED)


def take_out(
    author: Author, agreement: Agreement, row: MatrixRow, reason: str, now: datetime
) -> None:
    """Let a measure count no more; it stays, with the reason."""
    row.removed_at = now
    row.removed_reason = reason
    _changed(author, agreement, row, OutlineKind.ROW_REMOVED, now)


def restore_row(actor: Actor, agreement: Agreement, row_id: UUID, *, now: datetime) -> None:
    """Take a measure back in, as it was."""
    changes.lock(agreement)
    row = get_row(agreement, row_id)
    check_status(agreement.status, Status.DRAFT)
    if row.removed_at is None:
        return
    take_in(changes.author_of(actor), agreement, row, now)
    _log(actor, agreement, row, OutlineKind.ROW_RESTORED)


def take_in(author: Author, agreement: Agreement, row: MatrixRow, now: datetime) -> None:
    """Let a measure count again."""
    row.removed_at = None
    row.removed_reason = None
    _changed(author, agreement, row, OutlineKind.ROW_RESTORED, now)


def move_row(
    actor: Actor, agreement: Agreement, row_id: UUID, *, before: str, now: datetime
) -> None:
    """Place a measure before another of its group, by that one's key; "" is last."""
    changes.lock(agreement)
    row = get_row(agreement, row_id)
    check_status(agreement.status, Status.DRAFT)
    check_place(agreement, row, before)
    place_row(changes.author_of(actor), agreement, row, before, now)
    _log(actor, agreement, row, OutlineKind.ROW_MOVED)


def check_place(agreement: Agreement, row: MatrixRow, before: str) -> None:
    """Raise unless it can be placed there, and is not there already."""
    if (refusal := refuses_place(agreement, row, before)) is not None:
        at_field = "before" if refusal is Refusal.NOT_MOVED else None
        raise AgreementRuleError(refusal, field=at_field)


def refuses_place(agreement: Agreement, row: MatrixRow, before: str) -> Refusal | None:
    """Why it cannot be placed there; None when it can."""
    keys = [one.key for one in _list_phase(agreement, row.phase)]
    if row.key not in keys or (before and before not in keys):
        return Refusal.WRONG_STATE
    at = keys.index(row.key)
    is_there = before == row.key or (keys[at + 1] if at + 1 < len(keys) else "") == before
    return Refusal.NOT_MOVED if is_there else None


def place_row(
    author: Author, agreement: Agreement, row: MatrixRow, before: str, now: datetime
) -> None:
    """Write the measures of a group in their new order."""
    every = _list_phase(agreement, row.phase)
    places = [one.position for one in every]
    was = str(every.index(row) + 1)
    every.remove(row)
    keys = [one.key for one in every]
    every.insert(keys.index(before) if before else len(keys), row)
    for one, position in zip(every, places, strict=True):
        one.position = position
    place = str(every.index(row) + 1)
    _changed(author, agreement, row, OutlineKind.ROW_MOVED, now, before=was, after=place)


def _list_phase(agreement: Agreement, phase: str) -> list[MatrixRow]:
    """The measures of a group that count, in order."""
    found = db.session.scalars(
        select(MatrixRow)
        .where(
            MatrixRow.agreement_id == agreement.id,
            MatrixRow.phase == phase,
            MatrixRow.removed_at.is_(None),
        )
        .order_by(MatrixRow.position, MatrixRow.id)
    )
    return list(found)


def _changed(
    author: Author,
    agreement: Agreement,
    row: MatrixRow,
    kind: OutlineKind,
    now: datetime,
    *,
    before: str = "",
    after: str = "",
) -> None:
    agreement.matrix_revision += 1
    changes.touch(agreement, now)
    told = after or row.removed_reason or ""
    changes.note_outline(
        author, agreement, kind, row.id, row.title, before=before, after=told, now=now
    )
    db.session.flush()


def _log(actor: Actor, agreement: Agreement, row: MatrixRow, kind: OutlineKind) -> None:
    audit.record(actor, f"matrix.{kind.value}", row, stream=agreement.id, row=row.key)


def get_row(agreement: Agreement, row_id: UUID) -> MatrixRow:
    """One row of this agreement, taken out or not."""
    if (row := _find_row(agreement, row_id)) is None:
        raise NotFoundError
    return row


def find_row(agreement: Agreement, key: str) -> MatrixRow | None:
    """A row of this agreement by its key, taken out or not."""
    return db.session.scalar(
        select(MatrixRow).where(MatrixRow.key == key, MatrixRow.agreement_id == agreement.id)
    )


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
