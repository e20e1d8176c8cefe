"""The columns of who does what."""

from uuid import UUID

from sqlalchemy import select

from agreements.tables.agreement import Agreement
from agreements.tables.matrix import MatrixColumn
from portal.db import db


def has_column(agreement: Agreement, column_id: UUID) -> bool:
    """Whether it is a column of the agreement's matrix."""
    wanted = select(MatrixColumn.id).where(
        MatrixColumn.agreement_id == agreement.id, MatrixColumn.id == column_id
    )
    return db.session.scalar(wanted) is not None
