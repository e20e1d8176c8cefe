"""How far an agreement has come: what readiness and expectations are worked out from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from agreements import parts
from agreements.agreed.queries import check_facts
from agreements.decisions import has_decided
from agreements.expected import (
    Expected,
    Facts,
    Following,
    OpenCorrection,
    OpenSuggestion,
    UnconfirmedPaper,
    expected,
)
from agreements.parts import Parts
from agreements.queries.formality import Formalities
from agreements.queries.holding import find_following
from agreements.queries.text import SectionSummary
from agreements.readiness import CheckedRow, Kind, Readiness, SectionCheck, readiness
from agreements.readings import Stand, stands
from agreements.rules import CorrectionStatus, Status
from agreements.tables.agreement import Agreement
from agreements.tables.life import Correction
from agreements.tables.paper import Paper
from agreements.tables.party import PartyReading
from agreements.tables.suggestion import Suggestion
from agreements.terms import EXPIRES_SOON


@dataclass(frozen=True, slots=True)
class Progress:
    """An agreement whose text can still change."""

    sections: Sequence[tuple[SectionSummary, SectionCheck]]
    rows: Sequence[CheckedRow]
    suggestions: Sequence[OpenSuggestion]
    readings: Sequence[PartyReading]
    readiness: Readiness


# what it is worked out from
PARTS = ("sections", "measures", "suggestions", "readings", "checked_facts")


def get_progress(agreement: Agreement, today: date) -> Progress:
    """Read it."""
    return progress_of(parts.ask(agreement, *PARTS), today)


def progress_of(found: Parts, today: date) -> Progress:
    """Work it out from what has been read."""
    agreement, sections, rows = found.agreement, found.sections, found.measures
    is_shared = agreement.status is Status.SHARED
    suggestions = found.suggestions if is_shared else ()
    readings = found.readings if is_shared else ()
    ready = readiness(
        agreement.term,
        today,
        sections=[check for _, check in sections],
        rows=rows,
        open_suggestions=len(suggestions),
        stands=_named(agreement, readings) if is_shared else (),
        facts=check_facts(found),
        is_matrix_untouched=agreement.is_matrix_untouched,
    )
    return Progress(sections, rows, suggestions, readings, ready)


def stands_of(agreement: Agreement, readings: Sequence[PartyReading]) -> dict[UUID, Stand]:
    """How each of its parties stands to the text as it is now."""
    parties = [party.organisation_id for party in agreement.parties]
    said = [one.said for one in readings]
    return stands(parties, said, revision=agreement.revision, since=agreement.status_at)


def _named(agreement: Agreement, readings: Sequence[PartyReading]) -> list[tuple[str, str, Stand]]:
    """Those whose word the lock waits for."""
    ids = agreement.bound_ids
    return [
        (str(party), agreement.party_name(party), stand)
        for party, stand in stands_of(agreement, readings).items()
        if party in ids
    ]


# what waits for the parties, whatever the text says
_OF_PARTIES = frozenset({Kind.OPEN_SUGGESTIONS, Kind.NOT_READY, Kind.READY_LAPSED})


def is_content_ready(found: Readiness) -> bool:
    """Whether what the agreement says could be decided, once the parties are done with it."""
    return all(one.kind in _OF_PARTIES for one in found.stops)


def expected_of(
    agreement: Agreement,
    today: date,
    *,
    progress: Progress | None = None,
    formal: Formalities | None = None,
    corrections: Sequence[Correction] = (),
    paper: Paper | None = None,
) -> list[Expected]:
    """What each party is to do with an agreement that has been read already."""
    suggestions = progress.suggestions if progress else ()
    facts = Facts(
        status=agreement.status,
        since=agreement.status_at,
        term=agreement.held,
        creator=agreement.creator_id,
        parties=acting(agreement),
        bound=bound(agreement),
        done=_done(agreement, formal) if formal else (),
        stands=stands_of(agreement, progress.readings) if progress else {},
        due_on=agreement.due_on,
        following=find_following(agreement) if ends_soon(agreement, today) else Following.SIGNED,
        suggestions=suggestions,
        is_ready=is_content_ready(progress.readiness) if progress else True,
        correction=open_correction(corrections),
        paper=unconfirmed(paper),
    )
    return expected(facts, today)


def acting(agreement: Agreement) -> list[UUID]:
    """The parties that have something to do in the state it is in, in order."""
    ids = {
        Status.DRAFT: agreement.drafter_ids,
        Status.DECISION: agreement.decider_ids,
        Status.SIGNING: agreement.signer_ids,
    }.get(agreement.status, agreement.party_ids)
    return [one.organisation_id for one in agreement.parties if one.organisation_id in ids]


def bound(agreement: Agreement) -> list[UUID]:
    """Those that decide on it or sign it, in order."""
    ids = agreement.bound_ids
    return [one.organisation_id for one in agreement.parties if one.organisation_id in ids]


def ends_soon(agreement: Agreement, today: date) -> bool:
    """Whether it is time to begin on the next: it ends soon, or has ended, by itself."""
    last = agreement.last_day
    if agreement.status is not Status.IN_FORCE or not agreement.is_own or last is None:
        return False
    return last <= today + EXPIRES_SOON


def expected_now(agreement: Agreement, today: date) -> list[Expected]:
    """What each party is to do now, read anew."""
    if agreement.status in {Status.DRAFT, Status.SHARED}:
        return expected_of(agreement, today, progress=get_progress(agreement, today))
    is_up = agreement.status in {Status.DECISION, Status.SIGNING}
    formal = parts.ask(agreement, "version").formalities if is_up else None
    return expected_of(agreement, today, formal=formal)


def _done(agreement: Agreement, formal: Formalities) -> Collection[UUID]:
    if agreement.status is Status.SIGNING:
        return tuple(
            id_ for id_, found in formal.signatures.items() if any(one.completes for one in found)
        )
    bodies = {id_: [one.body for one in found] for id_, found in formal.decisions.items()}
    return tuple(
        id_ for id_, decided in bodies.items() if has_decided(agreement.bodies_of(id_), decided)
    )


def open_correction(corrections: Sequence[Correction]) -> OpenCorrection | None:
    """The one of them that waits for answers, as expectations are worked out from it."""
    for one in corrections:
        if one.status is CorrectionStatus.OPEN:
            agreed = frozenset(answer.organisation_id for answer in one.answers)
            return OpenCorrection(one.id, one.organisation_id, one.proposed_at, agreed)
    return None


def unconfirmed(paper: Paper | None) -> UnconfirmedPaper | None:
    """What was registered as signed on paper, as expectations are worked out from it."""
    if paper is None:
        return None
    answered = frozenset(one.organisation_id for one in paper.answers)
    return UnconfirmedPaper(paper.organisation_id, paper.registered_at, answered)


def open_suggestion(one: Suggestion) -> OpenSuggestion:
    """A suggestion as expectations are worked out from it."""
    return OpenSuggestion(
        id=one.id,
        status=one.status,
        party=one.organisation_id,
        since=one.published_at or one.created_at,
        answered=frozenset(answer.organisation_id for answer in one.answers),
        until=one.answer_by,
    )
