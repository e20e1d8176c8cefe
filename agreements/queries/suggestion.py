"""What is suggested to be changed."""

from collections.abc import Sequence
from functools import cache
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload

from agreements.queries.asked import AGREEMENT
from agreements.rules import SuggestionStatus
from agreements.tables.agreement import Agreement
from agreements.tables.suggestion import Suggestion
from agreements.tables.text import Section
from portal.db import db
from portal.errors import NotFoundError


def get_suggestion(agreement: Agreement, suggestion_id: UUID) -> Suggestion:
    """One suggestion with the answers it has got."""
    statement = (
        select(Suggestion)
        .where(Suggestion.id == suggestion_id, Suggestion.agreement_id == agreement.id)
        .options(joinedload(Suggestion.answers))
    )
    suggestion = db.session.scalars(statement).unique().one_or_none()
    if suggestion is None:
        raise NotFoundError
    return suggestion


def find_suggestion(agreement: Agreement, suggestion_id: UUID) -> Suggestion | None:
    """A suggestion, or None: a form sent twice asks whether its suggestion is already there."""
    statement = select(Suggestion).where(
        Suggestion.id == suggestion_id, Suggestion.agreement_id == agreement.id
    )
    return db.session.scalar(statement)


def find_replacement(agreement: Agreement, suggestion: Suggestion) -> Suggestion | None:
    """The suggestion that took another's place, the last if there were several."""
    statement = (
        select(Suggestion)
        .where(
            Suggestion.agreement_id == agreement.id,
            Suggestion.replaces_id == suggestion.id,
        )
        .order_by(Suggestion.created_at.desc(), Suggestion.id)
    )
    return db.session.scalars(statement).first()


@cache
def _suggestions(
    statuses: frozenset[SuggestionStatus], *, of_section: bool, of_matrix: bool
) -> Select[Suggestion]:
    statement = (
        select(Suggestion)
        .where(Suggestion.agreement_id == AGREEMENT, Suggestion.status.in_(sorted(statuses)))
        .order_by(Suggestion.created_at, Suggestion.id)
    )
    if of_section:
        statement = statement.where(Suggestion.section_id == bindparam("section_id"))
    if of_matrix:
        statement = statement.where(Suggestion.operations.is_not(None))
    return statement


def list_suggestions(
    agreement: Agreement,
    *statuses: SuggestionStatus,
    section: Section | None = None,
    of_matrix: bool = False,
) -> Sequence[Suggestion]:
    """Suggestions, oldest first: of a section, of the matrix, or all."""
    wanted = frozenset(statuses or SuggestionStatus)
    statement = _suggestions(wanted, of_section=section is not None, of_matrix=of_matrix)
    asked = {"agreement_id": agreement.id, "section_id": section.id if section else None}
    return db.session.scalars(statement, asked).all()
