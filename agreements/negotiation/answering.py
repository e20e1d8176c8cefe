"""Answering a suggestion; the last yes adopts it, and what it overtakes waits for a person."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from agreements import changes
from agreements.matrix.service import Key, LoadedCell, load_cells, set_cells
from agreements.negotiation import outline
from agreements.queries.suggestion import list_suggestions
from agreements.queries.text import get_section
from agreements.refusals import AgreementRuleError, Refusal
from agreements.rules import (
    Answer,
    Responsibility,
    Status,
    SuggestionStatus,
    check_answer,
    check_status,
    outcome,
)
from agreements.tables.agreement import Agreement
from agreements.tables.suggestion import Suggestion, SuggestionAnswer
from agreements.terms import term_from_json
from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.edits import fingerprint


def answer(
    actor: Actor,
    agreement: Agreement,
    suggestion: Suggestion,
    *,
    answer: Answer,
    reason: str,
    read: str,
    now: datetime,
) -> SuggestionStatus:
    """Answer for the actor's party. Answers what became of the suggestion; the last yes adopts.

    `read` is the party's answer that the page showed (`mark_of`): what a colleague has answered
    since is changed by nobody who has not seen it.
    """
    changes.lock(agreement, suggestion)
    answers = _answers(suggestion)
    mine = answers.get(actor.organisation_id)
    if mine is not None and mine.answer is answer and mine.reason == reason:
        return suggestion.status
    check_status(agreement.status, Status.SHARED)
    own = suggestion.organisation_id == actor.organisation_id
    check_answer(answer, reason, own=own, status=suggestion.status)
    if mark_of(mine) != read:
        raise AgreementRuleError(Refusal.ANSWERED_MEANWHILE)
    _replace_answer(actor, suggestion, answer, reason, now)
    audit.record(actor, "suggestion.answered", suggestion, stream=agreement.id, answer=answer.value)
    given = {party: given.answer for party, given in answers.items()}
    given[actor.organisation_id] = answer
    result = outcome(agreement.bound_ids, suggestion.organisation_id, given)
    _conclude(actor, agreement, suggestion, result, now)
    return suggestion.status


def mark_of(given: SuggestionAnswer | None) -> str:
    """What a page carries of the party's answer that it shows; "" where there is none."""
    return fingerprint({"answer": given.answer, "reason": given.reason}) if given else ""


def settle_open(actor: Actor, agreement: Agreement, now: datetime) -> None:
    """Look anew at what is open, when others take part than when it was suggested.

    What waited only for those who have left is settled, and what no longer fits waits for a person.
    """
    for one in list_suggestions(agreement, SuggestionStatus.PUBLISHED):
        given = {party: answer.answer for party, answer in _answers(one).items()}
        result = outcome(agreement.bound_ids, one.organisation_id, given)
        if one.status is SuggestionStatus.PUBLISHED and result is SuggestionStatus.ADOPTED:
            _conclude(actor, agreement, one, result, now)
        elif one.status is SuggestionStatus.PUBLISHED and not is_current(agreement, one):
            one.status = SuggestionStatus.CONFLICT
            audit.record(actor, "suggestion.conflicted", one, stream=agreement.id)
            tell_sponsor(agreement, one, "suggestion.conflict")


def _answers(suggestion: Suggestion) -> dict[UUID, SuggestionAnswer]:
    # asked for anew: another party may have answered since the page was opened
    given = select(SuggestionAnswer).where(SuggestionAnswer.suggestion_id == suggestion.id)
    return {answer.organisation_id: answer for answer in db.session.scalars(given)}


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
    # the database lets a suggestion become the text when it finds every answer (app.is_agreed)
    db.session.flush()


def _conclude(
    actor: Actor,
    agreement: Agreement,
    suggestion: Suggestion,
    result: SuggestionStatus,
    now: datetime,
) -> None:
    if result is SuggestionStatus.REJECTED:
        close(suggestion, SuggestionStatus.REJECTED, now)
        audit.record(actor, "suggestion.rejected", suggestion, stream=agreement.id)
    if result is SuggestionStatus.ADOPTED:
        _adopt(actor, agreement, suggestion, now)
    if suggestion.status is SuggestionStatus.REJECTED:
        changes.tell_undone(
            agreement,
            "suggestion.rejected",
            subject_id=suggestion.id,
            parties=agreement.party_ids - {actor.organisation_id},
            path=f"/suggestions/{suggestion.id}",
        )
    elif suggestion.status is SuggestionStatus.CONFLICT:
        tell_sponsor(agreement, suggestion, "suggestion.conflict")
    elif suggestion.status is SuggestionStatus.ADOPTED:
        changes.tell_others(
            actor,
            agreement,
            "suggestion.adopted",
            subject_id=suggestion.id,
            path=f"/agreements/{agreement.id}/suggestions/{suggestion.id}",
            but=_need_not_hear(agreement, suggestion),
        )


def _need_not_hear(agreement: Agreement, suggestion: Suggestion) -> Collection[UUID]:
    """The parties that know already, or have nothing to do with it."""
    match suggestion.status:
        case SuggestionStatus.ADOPTED:
            given = _answers(suggestion).items()
            return {party for party, one in given if one.answer is Answer.ACCEPT}
        case SuggestionStatus.CONFLICT:
            return agreement.party_ids - {suggestion.organisation_id}
        case _:
            return ()


def _adopt(actor: Actor, agreement: Agreement, suggestion: Suggestion, now: datetime) -> None:
    if not is_current(agreement, suggestion):
        suggestion.status = SuggestionStatus.CONFLICT
        audit.record(actor, "suggestion.conflicted", suggestion, stream=agreement.id)
        return
    if suggestion.section_id is not None:
        _adopt_text(agreement, suggestion.section_id, suggestion, now)
    elif suggestion.term is not None:
        changes.set_term(agreement, term_from_json(suggestion.term["to"]))
    elif suggestion.outline is not None:
        outline.adopt(agreement, suggestion, now)
    else:
        _adopt_cells(agreement, suggestion, now)
    changes.touch(agreement, now)
    # written before it is closed: the database asks whether it is being adopted (app.is_agreed)
    db.session.flush()
    close(suggestion, SuggestionStatus.ADOPTED, now)
    audit.record(actor, "suggestion.adopted", suggestion, stream=agreement.id)
    db.session.flush()
    _mark_overlapping(actor, agreement, suggestion)


def is_current(agreement: Agreement, suggestion: Suggestion) -> bool:
    """Whether what the suggestion changes still is as it was when the suggestion was made."""
    if suggestion.section_id is not None:
        section = get_section(agreement, suggestion.section_id).section
        return section.version == suggestion.base_version
    if suggestion.term is not None:
        return term_from_json(suggestion.term["from"]) == agreement.term
    if suggestion.outline is not None:
        return outline.fits(agreement, suggestion.outline)
    cells = load_cells(agreement)
    return all(_still_holds(cells, operation) for operation in suggestion.operations or [])


def _still_holds(cells: Mapping[Key, LoadedCell], operation: Mapping[str, str]) -> bool:
    loaded = cells.get((operation["row"], operation["column"]))
    return loaded is not None and loaded.cell.value.value == operation["from"]


def _adopt_text(
    agreement: Agreement, section_id: UUID, suggestion: Suggestion, now: datetime
) -> None:
    changes.write_text(
        get_section(agreement, section_id).section,
        suggestion.text or "",
        organisation_id=suggestion.organisation_id,
        author_name=suggestion.author_name,
        now=now,
        suggestion_id=suggestion.id,
    )


def _adopt_cells(agreement: Agreement, suggestion: Suggestion, now: datetime) -> None:
    cells = load_cells(agreement)
    set_cells(
        agreement,
        [
            (cells[one["row"], one["column"]].cell, Responsibility(one["to"]))
            for one in suggestion.operations or []
        ],
        organisation_id=suggestion.organisation_id,
        author_name=suggestion.author_name,
        now=now,
        suggestion_id=suggestion.id,
    )


def _mark_overlapping(actor: Actor, agreement: Agreement, adopted: Suggestion) -> None:
    """What was proposed on the text that just changed waits for a person; nothing is merged."""
    for other in list_suggestions(agreement, SuggestionStatus.PUBLISHED):
        if other.id != adopted.id and _overlap(other, adopted):
            other.status = SuggestionStatus.CONFLICT
            audit.record(actor, "suggestion.conflicted", other, stream=agreement.id)
            tell_sponsor(agreement, other, "suggestion.conflict")


def _overlap(one: Suggestion, other: Suggestion) -> bool:
    if one.section_id is not None:
        return one.section_id == other.section_id
    if one.term is not None:
        return other.term is not None
    if one.outline is not None or other.outline is not None:
        return outline.overlap(one, other)
    return bool(_cells_of(one) & _cells_of(other))


def _cells_of(suggestion: Suggestion) -> set[Key]:
    return {(operation["row"], operation["column"]) for operation in suggestion.operations or []}


def tell_sponsor(agreement: Agreement, suggestion: Suggestion, kind: str) -> None:
    """Tell the party that made a suggestion what became of it by somebody else's act."""
    changes.tell_undone(
        agreement,
        kind,
        subject_id=suggestion.id,
        parties={suggestion.organisation_id},
        path=f"/suggestions/{suggestion.id}",
    )


def close(suggestion: Suggestion, status: SuggestionStatus, now: datetime) -> None:
    """Settle a suggestion, one way or another."""
    suggestion.status = status
    suggestion.closed_at = now
