"""What is suggested to be changed."""

from collections.abc import Mapping, Sequence
from functools import cache
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload

from agreements.queries.asked import AGREEMENT
from agreements.rules import SuggestionStatus
from agreements.tables.agreement import Agreement
from agreements.tables.matrix import MatrixRow
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


def about_suggestions(suggestions: Sequence[Suggestion]) -> Mapping[UUID, str]:
    """What each would change: its section, or the measures; "" where it is the dates."""
    headings = _headings([one.section_id for one in suggestions if one.section_id])
    titles = _titles([one for one in suggestions if one.operations])
    return {
        one.id: headings.get(one.section_id, "") if one.section_id else _named_in(one, titles)
        for one in suggestions
    }


def _named_in(suggestion: Suggestion, titles: Mapping[UUID, str]) -> str:
    return (suggestion.outline or {}).get("name", "") or titles.get(suggestion.id, "")


def _headings(ids: Sequence[UUID]) -> Mapping[UUID, str]:
    if not ids:
        return {}
    found = db.session.execute(
        select(Section.id, Section.number, Section.heading).where(Section.id.in_(ids))
    )
    return {id_: f"{number}. {heading}" for id_, number, heading in found}


def _titles(suggestions: Sequence[Suggestion]) -> Mapping[UUID, str]:
    if not suggestions:
        return {}
    found = db.session.execute(
        select(MatrixRow.agreement_id, MatrixRow.key, MatrixRow.title).where(
            MatrixRow.agreement_id.in_({one.agreement_id for one in suggestions})
        )
    )
    titles = {(agreement_id, key): title for agreement_id, key, title in found}
    return {
        one.id: ", ".join(
            dict.fromkeys(
                titles.get((one.agreement_id, change["row"]), change["row"])
                for change in one.operations or ()
            )
        )
        for one in suggestions
    }
