"""What is registered as signed on paper."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload, undefer

from agreements.queries.asked import AGREEMENT
from agreements.tables.agreement import Agreement
from agreements.tables.paper import Paper
from portal.db import db
from portal.errors import NotFoundError

_PAPER = (
    select(Paper)
    .where(Paper.agreement_id == AGREEMENT, Paper.withdrawn_at.is_(None))
    .options(selectinload(Paper.answers))
)


def find_paper(agreement: Agreement) -> Paper | None:
    """What was registered of it as signed on paper."""
    if not agreement.on_paper:
        return None
    return db.session.scalar(_PAPER, {"agreement_id": agreement.id})


def get_scan(agreement: Agreement) -> Paper:
    """The same with the scan."""
    found = db.session.scalar(
        _PAPER.options(undefer(Paper.content)), {"agreement_id": agreement.id}
    )
    if found is None:
        raise NotFoundError
    return found
