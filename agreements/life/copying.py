"""An addendum begins as all of what its agreement says."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from agreements import changes
from agreements.matrix.columns import list_columns
from agreements.matrix.service import add_cells
from agreements.queries.text import get_section_text, list_sections
from agreements.tables.agreement import Agreement
from agreements.tables.matrix import MatrixCell, MatrixColumn, MatrixRow
from agreements.tables.text import Section
from portal.authz import Actor
from portal.db import db
from portal.ids import new_id

if TYPE_CHECKING:
    from uuid import UUID

    from agreements.rules import Responsibility


def copy_text(actor: Actor, base: Agreement, act: Agreement, now: datetime) -> None:
    """Every section as it reads, with the template's own text as its first version."""
    for line in list_sections(base):
        section = line.section
        row = Section(
            id=new_id(),
            county_id=act.county_id,
            agreement_id=act.id,
            key=section.key,
            number=section.number,
            heading=section.heading,
            guidance=section.guidance,
            legal=list(section.legal),
            prompts=[dict(prompt) for prompt in section.prompts],
            version=0,
        )
        db.session.add(row)
        first = get_section_text(section, 1)
        for text in dict.fromkeys((first, line.text)):
            changes.write_text(
                row, text, organisation_id=actor.organisation_id, author_name=actor.name, now=now
            )
            db.session.flush()


def copy_matrix(actor: Actor, base: Agreement, act: Agreement, now: datetime) -> None:
    """Every row, and every column that counts, with what its cells say."""
    columns = {}
    for one in list_columns(base):
        columns[one.id] = MatrixColumn(
            id=new_id(),
            county_id=act.county_id,
            agreement_id=act.id,
            key=one.key,
            label=one.label,
            organisation_id=one.organisation_id,
            position=one.position,
        )
    rows = {}
    for row in db.session.scalars(select(MatrixRow).where(MatrixRow.agreement_id == base.id)):
        rows[row.id] = MatrixRow(
            id=new_id(),
            county_id=act.county_id,
            agreement_id=act.id,
            key=row.key,
            phase=row.phase,
            title=row.title,
            hint=row.hint,
            position=row.position,
            in_template=row.in_template,
            removed_at=row.removed_at,
            removed_reason=row.removed_reason,
        )
    db.session.add_all((*columns.values(), *rows.values()))
    db.session.flush()
    values: dict[MatrixRow, dict[UUID, Responsibility]] = {row: {} for row in rows.values()}
    for cell in db.session.scalars(select(MatrixCell).where(MatrixCell.agreement_id == base.id)):
        if cell.column_id in columns:
            values[rows[cell.row_id]][columns[cell.column_id].id] = cell.value
    for row, cells in values.items():
        add_cells(changes.author_of(actor), row, cells, now)
