"""Suggesting a change, answering it, adopting it."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete

from agreements import changes, queries
from agreements.matrix.service import Key, LoadedCell, load_cells, set_cell
from agreements.models import (
    Agreement,
    Section,
    SectionVersion,
    Suggestion,
    SuggestionAnswer,
)
from agreements.rules import (
    OPEN_SUGGESTIONS,
    AgreementRuleError,
    Answer,
    Refusal,
    Responsibility,
    Status,
    SuggestionStatus,
    Term,
    check_answer,
    check_status,
    check_suggestion,
    check_term,
    outcome,
    term_as_json,
    term_from_json,
)
from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.errors import NotFoundError


def suggest_text(
    actor: Actor,
    agreement: Agreement,
    section: Section,
    *,
    suggestion_id: UUID,
    text: str,
    reason: str,
    publish: bool,
    now: datetime,
    replaces: Suggestion | None = None,
) -> Suggestion:
    """Propose another text of a section, from its current version.

    With `replaces` it takes another suggestion's place: a party's own reworked one, or another
    party's that it would accept with this change. Answers are then asked for anew.
    """
    changes.lock(agreement)
    check_status(agreement.status, Status.SHARED)
    if (sent_twice := queries.find_suggestion(agreement, suggestion_id)) is not None:
        return sent_twice
    current = queries.get_section(agreement, section.id)
    check_suggestion(current.text, text, reason)
    suggestion = _new(actor, agreement, suggestion_id, reason, now)
    suggestion.section_id = section.id
    suggestion.base_version = current.section.version
    suggestion.text = text
    return _enter(actor, agreement, suggestion, replaces, publish=publish, now=now)


def suggest_cells(
    actor: Actor,
    agreement: Agreement,
    *,
    suggestion_id: UUID,
    values: Mapping[Key, Responsibility],
    reason: str,
    publish: bool,
    now: datetime,
    replaces: Suggestion | None = None,
) -> Suggestion:
    """Propose other values for some cells of the matrix; `values` may hold unchanged ones."""
    changes.lock(agreement)
    check_status(agreement.status, Status.SHARED)
    if (sent_twice := queries.find_suggestion(agreement, suggestion_id)) is not None:
        return sent_twice
    cells = load_cells(agreement)
    operations = _operations(cells, values)
    if not operations:
        raise AgreementRuleError(Refusal.NOTHING_CHANGED)
    if not reason.strip():
        raise AgreementRuleError(Refusal.REASON_NEEDED, field="reason")
    suggestion = _new(actor, agreement, suggestion_id, reason, now)
    suggestion.base_version = agreement.matrix_revision
    suggestion.operations = operations
    return _enter(actor, agreement, suggestion, replaces, publish=publish, now=now)


def suggest_term(
    actor: Actor,
    agreement: Agreement,
    *,
    suggestion_id: UUID,
    valid_from: date | None,
    valid_until: date | None,
    review_on: date | None,
    reason: str,
    publish: bool,
    now: datetime,
    replaces: Suggestion | None = None,
) -> Suggestion:
    """Propose other dates."""
    changes.lock(agreement)
    check_status(agreement.status, Status.SHARED)
    if (sent_twice := queries.find_suggestion(agreement, suggestion_id)) is not None:
        return sent_twice
    term = Term(valid_from, valid_until, review_on)
    check_term(term)
    if term == agreement.term:
        raise AgreementRuleError(Refusal.NOTHING_CHANGED)
    if not reason.strip():
        raise AgreementRuleError(Refusal.REASON_NEEDED, field="reason")
    suggestion = _new(actor, agreement, suggestion_id, reason, now)
    suggestion.base_version = agreement.revision
    suggestion.term = {"from": term_as_json(agreement.term), "to": term_as_json(term)}
    return _enter(actor, agreement, suggestion, replaces, publish=publish, now=now)


def _operations(
    cells: Mapping[Key, LoadedCell], values: Mapping[Key, Responsibility]
) -> list[dict[str, str]]:
    return [
        {"row": row, "column": column, "from": loaded.cell.value.value, "to": value.value}
        for (row, column), loaded in cells.items()
        if (value := values.get((row, column), loaded.cell.value)) is not loaded.cell.value
    ]


def _new(
    actor: Actor, agreement: Agreement, suggestion_id: UUID, reason: str, now: datetime
) -> Suggestion:
    return Suggestion(
        id=suggestion_id,
        county_id=agreement.county_id,
        agreement_id=agreement.id,
        reason=reason,
        status=SuggestionStatus.INTERNAL,
        organisation_id=actor.organisation_id,
        author_id=actor.account_id,
        author_name=actor.name,
        created_at=now,
    )


def _enter(
    actor: Actor,
    agreement: Agreement,
    suggestion: Suggestion,
    replaces: Suggestion | None,
    *,
    publish: bool,
    now: datetime,
) -> Suggestion:
    if replaces is not None:
        _check_open(replaces)
        if (replaces.section_id, replaces.term is None) != (
            suggestion.section_id,
            suggestion.term is None,
        ):
            raise NotFoundError
        suggestion.replaces_id = replaces.id
        _close(replaces, SuggestionStatus.REPLACED, now)
    db.session.add(suggestion)
    db.session.flush()
    audit.record(actor, "suggestion.made", suggestion, stream=agreement.id)
    if publish:
        _publish(actor, agreement, suggestion, now)
    return suggestion


def publish(actor: Actor, agreement: Agreement, suggestion: Suggestion, *, now: datetime) -> None:
    """Show the other parties a suggestion that was the sponsoring party's own until now."""
    changes.lock(agreement)
    _check_sponsor(actor, suggestion)
    if suggestion.status is SuggestionStatus.PUBLISHED:
        return
    check_status(agreement.status, Status.SHARED)
    if suggestion.status is not SuggestionStatus.INTERNAL:
        raise AgreementRuleError(Refusal.SUGGESTION_CLOSED)
    if not _is_current(agreement, suggestion):
        # it was overtaken while it was internal: the others see it as such
        suggestion.status = SuggestionStatus.CONFLICT
        audit.record(actor, "suggestion.conflicted", suggestion, stream=agreement.id)
        return
    _publish(actor, agreement, suggestion, now)


def _is_current(agreement: Agreement, suggestion: Suggestion) -> bool:
    if suggestion.section_id is not None:
        section = queries.get_section(agreement, suggestion.section_id).section
        return section.version == suggestion.base_version
    if suggestion.term is not None:
        return term_from_json(suggestion.term["from"]) == agreement.term
    cells = load_cells(agreement)
    return all(_still_holds(cells, operation) for operation in suggestion.operations or [])


def _publish(actor: Actor, agreement: Agreement, suggestion: Suggestion, now: datetime) -> None:
    suggestion.status = SuggestionStatus.PUBLISHED
    suggestion.published_at = now
    agreement.changed_at = now
    audit.record(actor, "suggestion.published", suggestion, stream=agreement.id)
    changes.tell_others(
        actor,
        agreement,
        "suggestion.published",
        subject_id=suggestion.id,
        path=f"/agreements/{agreement.id}/suggestions/{suggestion.id}",
    )


def withdraw(actor: Actor, agreement: Agreement, suggestion: Suggestion, *, now: datetime) -> None:
    """Take the party's own suggestion back."""
    changes.lock(agreement)
    _check_sponsor(actor, suggestion)
    if suggestion.status is SuggestionStatus.WITHDRAWN:
        return
    _check_open(suggestion)
    _close(suggestion, SuggestionStatus.WITHDRAWN, now)
    audit.record(actor, "suggestion.withdrawn", suggestion, stream=agreement.id)


def answer(
    actor: Actor,
    agreement: Agreement,
    suggestion: Suggestion,
    *,
    answer: Answer,
    reason: str,
    now: datetime,
) -> SuggestionStatus:
    """Answer for the actor's party. Answers what became of the suggestion; the last yes adopts."""
    changes.lock(agreement)
    db.session.refresh(suggestion, ["status"])
    answers = {given.organisation_id: given for given in suggestion.answers}
    mine = answers.get(actor.organisation_id)
    if mine is not None and mine.answer is answer and mine.reason == reason:
        return suggestion.status
    check_status(agreement.status, Status.SHARED)
    own = suggestion.organisation_id == actor.organisation_id
    check_answer(answer, reason, own=own, status=suggestion.status)
    _replace_answer(actor, suggestion, answer, reason, now)
    audit.record(actor, "suggestion.answered", suggestion, stream=agreement.id, answer=answer.value)
    given = {party: given.answer for party, given in answers.items()}
    given[actor.organisation_id] = answer
    result = outcome(agreement.party_ids, suggestion.organisation_id, given)
    _conclude(actor, agreement, suggestion, result, now)
    return suggestion.status


def _replace_answer(
    actor: Actor, suggestion: Suggestion, answer: Answer, reason: str, now: datetime
) -> None:
    db.session.execute(
        delete(SuggestionAnswer).where(
            SuggestionAnswer.suggestion_id == suggestion.id,
            SuggestionAnswer.organisation_id == actor.organisation_id,
        )
    )
    db.session.add(
        SuggestionAnswer(
            county_id=suggestion.county_id,
            agreement_id=suggestion.agreement_id,
            suggestion_id=suggestion.id,
            organisation_id=actor.organisation_id,
            answer=answer,
            reason=reason,
            answered_by=actor.name,
            answered_at=now,
        )
    )


def _conclude(
    actor: Actor,
    agreement: Agreement,
    suggestion: Suggestion,
    result: SuggestionStatus,
    now: datetime,
) -> None:
    if result is SuggestionStatus.REJECTED:
        _close(suggestion, SuggestionStatus.REJECTED, now)
        audit.record(actor, "suggestion.rejected", suggestion, stream=agreement.id)
    if result is SuggestionStatus.ADOPTED:
        _adopt(actor, agreement, suggestion, now)
    if result is not SuggestionStatus.PUBLISHED:
        changes.tell_others(
            actor,
            agreement,
            f"suggestion.{suggestion.status.value}",
            subject_id=suggestion.id,
            path=f"/agreements/{agreement.id}/suggestions/{suggestion.id}",
        )


def _adopt(actor: Actor, agreement: Agreement, suggestion: Suggestion, now: datetime) -> None:
    if suggestion.text is not None:
        is_clean = _adopt_text(agreement, suggestion, now)
    elif suggestion.term is not None:
        is_clean = _adopt_term(agreement, suggestion.term)
    else:
        is_clean = _adopt_cells(actor, agreement, suggestion, now)
    if not is_clean:
        suggestion.status = SuggestionStatus.CONFLICT
        audit.record(actor, "suggestion.conflicted", suggestion, stream=agreement.id)
        return
    _close(suggestion, SuggestionStatus.ADOPTED, now)
    changes.touch(agreement, now)
    audit.record(actor, "suggestion.adopted", suggestion, stream=agreement.id)
    db.session.flush()
    _mark_overlapping(actor, agreement, suggestion)


def _adopt_text(agreement: Agreement, suggestion: Suggestion, now: datetime) -> bool:
    if suggestion.section_id is None:
        raise NotFoundError
    section = queries.get_section(agreement, suggestion.section_id).section
    if section.version != suggestion.base_version:
        return False
    section.version += 1
    db.session.add(
        SectionVersion(
            county_id=agreement.county_id,
            agreement_id=agreement.id,
            section_id=section.id,
            version=section.version,
            text=suggestion.text or "",
            organisation_id=suggestion.organisation_id,
            author_name=suggestion.author_name,
            created_at=now,
            suggestion_id=suggestion.id,
        )
    )
    return True


def _adopt_term(agreement: Agreement, proposed: Mapping[str, Mapping[str, str | None]]) -> bool:
    if term_from_json(proposed["from"]) != agreement.term:
        return False
    changes.set_term(agreement, term_from_json(proposed["to"]))
    return True


def _adopt_cells(actor: Actor, agreement: Agreement, suggestion: Suggestion, now: datetime) -> bool:
    cells = load_cells(agreement)
    operations = suggestion.operations or []
    if any(not _still_holds(cells, operation) for operation in operations):
        return False
    for operation in operations:
        loaded = cells[operation["row"], operation["column"]]
        value = Responsibility(operation["to"])
        set_cell(actor, loaded.cell, value, now, suggestion_id=suggestion.id)
        loaded.cell.changed_by = suggestion.author_name
        loaded.cell.organisation_id = suggestion.organisation_id
    agreement.matrix_revision += 1
    return True


def _still_holds(cells: Mapping[Key, LoadedCell], operation: Mapping[str, str]) -> bool:
    loaded = cells.get((operation["row"], operation["column"]))
    return loaded is not None and loaded.cell.value.value == operation["from"]


def _mark_overlapping(actor: Actor, agreement: Agreement, adopted: Suggestion) -> None:
    """What was proposed on the text that just changed waits for a person; nothing is merged."""
    for other in queries.list_suggestions(agreement, SuggestionStatus.PUBLISHED):
        if other.id != adopted.id and _overlap(other, adopted):
            other.status = SuggestionStatus.CONFLICT
            audit.record(actor, "suggestion.conflicted", other, stream=agreement.id)


def _overlap(one: Suggestion, other: Suggestion) -> bool:
    if one.section_id is not None:
        return one.section_id == other.section_id
    if one.term is not None:
        return other.term is not None
    return bool(_cells_of(one) & _cells_of(other))


def _cells_of(suggestion: Suggestion) -> set[Key]:
    return {(operation["row"], operation["column"]) for operation in suggestion.operations or []}


def _check_sponsor(actor: Actor, suggestion: Suggestion) -> None:
    if suggestion.organisation_id != actor.organisation_id:
        raise NotFoundError


def _check_open(suggestion: Suggestion) -> None:
    if suggestion.status not in OPEN_SUGGESTIONS:
        raise AgreementRuleError(Refusal.SUGGESTION_CLOSED)


def _close(suggestion: Suggestion, status: SuggestionStatus, now: datetime) -> None:
    suggestion.status = status
    suggestion.closed_at = now
