"""Suggesting a change: of a section, of cells of the matrix, of the dates."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from agreements import changes, parts
from agreements.annexes import service as annexes
from agreements.annexes.service import Held
from agreements.deadlines import check_due, to_answer
from agreements.matrix.service import Key, LoadedCell, load_cells
from agreements.negotiation import outline
from agreements.negotiation.answering import close, is_current, tell_sponsor
from agreements.negotiation.outline import Outline
from agreements.progress import stands_of
from agreements.queries.suggestion import find_suggestion, list_suggestions
from agreements.queries.text import get_section
from agreements.readings import ReadingKind, Stand
from agreements.refusals import AgreementRuleError, Refusal
from agreements.rules import (
    OPEN_SUGGESTIONS,
    Responsibility,
    Status,
    SuggestionStatus,
    check_one_party,
    check_status,
    check_suggestion,
)
from agreements.tables.agreement import Agreement
from agreements.tables.annex import Annex
from agreements.tables.party import PartyReading
from agreements.tables.suggestion import Suggestion
from agreements.tables.text import Section
from agreements.templates.service import review_every
from agreements.terms import Term, check_days_stay, check_term, term_as_json, with_review
from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.errors import Difference, NotFoundError, StaleError
from portal.ids import new_id
from portal.zone import STOCKHOLM


def say(
    actor: Actor, agreement: Agreement, kind: ReadingKind, *, revision: int, now: datetime
) -> None:
    """Note, for all parties to see, what the actor's party says of the text that it has read.

    `revision` is the one that the page showed: nobody is ready with a text that they have not seen.
    What holds already is not noted once more.
    """
    changes.lock(agreement)
    check_status(agreement.status, Status.SHARED)
    mine = actor.organisation_id
    stand = stands_of(agreement, parts.ask(agreement, "readings").readings)[mine]
    if stand in _HOLDS[kind]:
        return
    if kind is ReadingKind.READY:
        if revision != agreement.revision:
            raise AgreementRuleError(Refusal.TEXT_HAS_CHANGED)
        open_now = list_suggestions(agreement, *OPEN_SUGGESTIONS)
        if any(one.organisation_id == mine for one in open_now):
            raise AgreementRuleError(Refusal.OWN_SUGGESTION_OPEN)
        check_one_party(mine, _ready_for(actor, agreement))
    reading = PartyReading(
        id=new_id(),
        county_id=agreement.county_id,
        agreement_id=agreement.id,
        organisation_id=mine,
        kind=kind,
        account_id=actor.account_id,
        revision=agreement.revision,
        read_by=actor.name,
        read_at=now,
    )
    db.session.add(reading)
    db.session.flush()
    audit.record(actor, _SAID[kind], reading, stream=agreement.id)


def _ready_for(actor: Actor, agreement: Agreement) -> Collection[UUID]:
    """The parties that the same person has said are ready with the text as it is now."""
    said = select(PartyReading.organisation_id).where(
        PartyReading.agreement_id == agreement.id,
        PartyReading.kind == ReadingKind.READY,
        PartyReading.revision == agreement.revision,
        PartyReading.account_id == actor.account_id,
    )
    return db.session.scalars(said).all()


# what need not be said by a party that stands so already
_HOLDS = {
    ReadingKind.READ: {Stand.READ, Stand.READY, Stand.LAPSED},
    ReadingKind.READY: {Stand.READY},
    ReadingKind.NOT_READY: {Stand.SILENT, Stand.READ, Stand.LAPSED},
}
_SAID = {
    ReadingKind.READ: "agreement.read",
    ReadingKind.READY: "agreement.said_ready",
    ReadingKind.NOT_READY: "agreement.said_not_ready",
}


IN_PLAY = (SuggestionStatus.INTERNAL, SuggestionStatus.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Sending:
    """Whether the others see it now, and until when they are to answer: the usual day if None."""

    publish: bool
    answer_by: date | None = None


@dataclass(frozen=True, slots=True)
class ProposedText:
    """A text, and the version of its section that it was written from."""

    text: str
    base_version: int


def suggest_text(
    actor: Actor,
    agreement: Agreement,
    section: Section,
    *,
    suggestion_id: UUID,
    proposed: ProposedText,
    reason: str,
    sending: Sending,
    now: datetime,
    replaces: Suggestion | None = None,
) -> Suggestion:
    """Propose another text of a section.

    Raises StaleError when it was not written from the current version: adopting the suggestion
    would take back, unseen, what the parties have agreed to since.

    What the party proposes already, word for word, is not proposed once more: answers that.

    With `replaces` it takes another suggestion's place: a party's own reworked one, or another
    party's that it would accept with this change. Answers are then asked for anew.
    """
    changes.lock(agreement)
    check_status(agreement.status, Status.SHARED)
    if (sent_twice := find_suggestion(agreement, suggestion_id)) is not None:
        return sent_twice
    current = get_section(agreement, section.id)
    if current.section.version != proposed.base_version:
        difference = Difference(
            current.section.heading,
            yours=proposed.text,
            theirs=current.text,
            changed_by=current.author_name,
        )
        raise StaleError((difference,))
    check_suggestion(current.text, proposed.text, reason)
    suggestion = _new(actor, agreement, suggestion_id, reason, now)
    suggestion.section_id = section.id
    suggestion.base_version = current.section.version
    suggestion.text = proposed.text
    return _enter(actor, agreement, suggestion, replaces, sending, now)


def suggest_cells(
    actor: Actor,
    agreement: Agreement,
    *,
    suggestion_id: UUID,
    values: Mapping[Key, Responsibility],
    reason: str,
    sending: Sending,
    now: datetime,
    replaces: Suggestion | None = None,
) -> Suggestion:
    """Propose other values for some cells of the matrix; `values` may hold unchanged ones."""
    changes.lock(agreement)
    check_status(agreement.status, Status.SHARED)
    if (sent_twice := find_suggestion(agreement, suggestion_id)) is not None:
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
    return _enter(actor, agreement, suggestion, replaces, sending, now)


def suggest_term(
    actor: Actor,
    agreement: Agreement,
    *,
    suggestion_id: UUID,
    dates: Mapping[str, date | None],
    open_ended: bool = False,
    reason: str,
    sending: Sending,
    now: datetime,
    replaces: Suggestion | None = None,
) -> Suggestion:
    """Propose other dates (valid_from, valid_until, review_on), or that it has no last one."""
    changes.lock(agreement)
    check_status(agreement.status, Status.SHARED)
    if (sent_twice := find_suggestion(agreement, suggestion_id)) is not None:
        return sent_twice
    term = with_review(Term(**dates, open_ended=open_ended), review_every(agreement))
    check_term(term)
    check_days_stay(agreement.term, term)
    if term == agreement.term:
        raise AgreementRuleError(Refusal.NOTHING_CHANGED)
    if not reason.strip():
        raise AgreementRuleError(Refusal.REASON_NEEDED, field="reason")
    suggestion = _new(actor, agreement, suggestion_id, reason, now)
    suggestion.base_version = agreement.revision
    suggestion.term = {"from": term_as_json(agreement.term), "to": term_as_json(term)}
    return _enter(actor, agreement, suggestion, replaces, sending, now)


def suggest_outline(
    actor: Actor,
    agreement: Agreement,
    *,
    suggestion_id: UUID,
    wanted: Outline,
    reason: str,
    sending: Sending,
    now: datetime,
    held: Held | None = None,
    replaces: Suggestion | None = None,
) -> Suggestion:
    """Propose to add, move or take out a row, another annex, another name, or of a fact.

    `held` is what the annex would hold; `replaces` another suggestion on the same fact.
    """
    changes.lock(agreement)
    check_status(agreement.status, Status.SHARED)
    if (sent_twice := find_suggestion(agreement, suggestion_id)) is not None:
        return sent_twice
    outline.check_new(agreement, wanted)
    if not reason.strip():
        raise AgreementRuleError(Refusal.REASON_NEEDED, field="reason")
    suggestion = _new(actor, agreement, suggestion_id, reason, now)
    suggestion.base_version = agreement.revision
    suggestion.outline = dict(wanted)
    if replaces is not None and (replaces.outline or {}).get("fact", "") != wanted.get("fact"):
        raise NotFoundError
    entered = _enter(actor, agreement, suggestion, replaces, sending, now)
    if held is not None and entered is suggestion:
        annex = db.session.get(Annex, UUID(wanted["annex"]))
        if annex is None:
            annex = annexes.new_annex(agreement, UUID(wanted["annex"]))
        annexes.keep(changes.sponsor_of(suggestion), annex, held, None, now)
    return entered


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
    sending: Sending,
    now: datetime,
) -> Suggestion:
    today = now.astimezone(STOCKHOLM).date()
    if sending.answer_by is not None:
        check_due(sending.answer_by, agreement.valid_from, today, field="answer_by")
    suggestion.answer_by = sending.answer_by or to_answer(agreement.valid_from, today)
    if (same := _same_open(agreement, suggestion, replaces)) is not None:
        if sending.publish and same.status is SuggestionStatus.INTERNAL:
            _publish(actor, agreement, same, now)
        return same
    if replaces is not None:
        db.session.refresh(replaces, ["status"])
        _check_open(replaces)
        if (replaces.section_id, replaces.term is None) != (
            suggestion.section_id,
            suggestion.term is None,
        ):
            raise NotFoundError
        suggestion.replaces_id = replaces.id
        if replaces.published_at is None:
            close(replaces, SuggestionStatus.REPLACED, now)
    db.session.add(suggestion)
    db.session.flush()
    audit.record(actor, "suggestion.made", suggestion, stream=agreement.id)
    if sending.publish:
        _publish(actor, agreement, suggestion, now)
    return suggestion


def _same_open(
    agreement: Agreement, suggestion: Suggestion, replaces: Suggestion | None
) -> Suggestion | None:
    """The party's own open suggestion of the same change; one to be replaced may be repeated."""
    for one in list_suggestions(agreement, *IN_PLAY):
        is_own = one.organisation_id == suggestion.organisation_id
        if is_own and one is not replaces and _change(one) == _change(suggestion):
            return one
    return None


def _change(suggestion: Suggestion) -> tuple[object, ...]:
    return (
        suggestion.section_id,
        suggestion.base_version if suggestion.section_id else None,
        (suggestion.text or "").strip(),
        suggestion.operations or [],
        suggestion.term,
        suggestion.outline,
    )


def publish(actor: Actor, agreement: Agreement, suggestion: Suggestion, *, now: datetime) -> None:
    """Show the other parties a suggestion that was the sponsoring party's own until now."""
    changes.lock(agreement, suggestion)
    _check_sponsor(actor, suggestion)
    if suggestion.status is SuggestionStatus.PUBLISHED:
        return
    check_status(agreement.status, Status.SHARED)
    if suggestion.status is not SuggestionStatus.INTERNAL:
        raise AgreementRuleError(Refusal.SUGGESTION_CLOSED)
    if not is_current(agreement, suggestion):
        # it was overtaken while it was internal: the others see it as such
        suggestion.status = SuggestionStatus.CONFLICT
        suggestion.published_at = now
        audit.record(actor, "suggestion.conflicted", suggestion, stream=agreement.id)
        return
    _publish(actor, agreement, suggestion, now)


def _publish(actor: Actor, agreement: Agreement, suggestion: Suggestion, now: datetime) -> None:
    _close_replaced(actor, agreement, suggestion, now)
    today = now.astimezone(STOCKHOLM).date()
    if suggestion.answer_by is None or suggestion.answer_by < today:
        # it was kept for so long that nobody could have answered in time
        suggestion.answer_by = to_answer(agreement.valid_from, today)
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
        asks=agreement.bound_ids,
        otherwise="suggestion.to_read",
    )


def _close_replaced(
    actor: Actor, agreement: Agreement, suggestion: Suggestion, now: datetime
) -> None:
    """What the parties see gives way only to something that they see too."""
    if suggestion.replaces_id is None:
        return
    replaced = find_suggestion(agreement, suggestion.replaces_id)
    if replaced is None or replaced.status not in OPEN_SUGGESTIONS:
        return
    close(replaced, SuggestionStatus.REPLACED, now)
    if replaced.organisation_id != actor.organisation_id:
        tell_sponsor(agreement, replaced, "suggestion.replaced")


def withdraw(actor: Actor, agreement: Agreement, suggestion: Suggestion, *, now: datetime) -> None:
    """Take the party's own suggestion back."""
    changes.lock(agreement, suggestion)
    _check_sponsor(actor, suggestion)
    if suggestion.status is SuggestionStatus.WITHDRAWN:
        return
    _check_open(suggestion)
    close(suggestion, SuggestionStatus.WITHDRAWN, now)
    audit.record(actor, "suggestion.withdrawn", suggestion, stream=agreement.id)
    if suggestion.published_at is not None:
        changes.tell_undone(
            agreement,
            "suggestion.withdrawn",
            subject_id=suggestion.id,
            parties=agreement.party_ids - {actor.organisation_id},
            path=f"/suggestions/{suggestion.id}",
        )


def _check_sponsor(actor: Actor, suggestion: Suggestion) -> None:
    if suggestion.organisation_id != actor.organisation_id:
        raise NotFoundError


def _check_open(suggestion: Suggestion) -> None:
    if suggestion.status not in OPEN_SUGGESTIONS:
        raise AgreementRuleError(Refusal.SUGGESTION_CLOSED)
