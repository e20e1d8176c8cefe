"""What every command on an agreement does around its own change: lock, count, tell the parties."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from agreements.deadlines import usual_in
from agreements.outlines import OutlineKind
from agreements.queries.text import check_texts
from agreements.readiness import check_text
from agreements.rules import Part, Status, check_transition
from agreements.tables.agreement import Agreement
from agreements.tables.outline import OutlineChange
from agreements.tables.party import AgreementParty
from agreements.tables.suggestion import Suggestion
from agreements.tables.text import Section, SectionVersion
from agreements.terms import Term
from portal.authz import Actor, Role
from portal.db import db
from portal.outbox import service as outbox
from portal.tenancy.models import Organisation
from portal.zone import STOCKHOLM


def lock(agreement: Agreement, *suggestions: Suggestion) -> None:
    """Let one command at a time change the agreement, and see it as it is now.

    It may have waited for another command since it was read, and so may the suggestions that the
    command is about.
    """
    columns = ["title", "status", "status_at", "revision", "matrix_revision", "changed_at"]
    columns += ["valid_from", "valid_until", "review_on", "replaces_ids", "replaced_from"]
    columns += ["ends_on", "next_review_on", "prolonged_until", "open_ended", "last_day", "due_on"]
    columns += ["on_paper", "municipality_ids", "covers_county"]
    # refreshing forgets what has not been written yet
    db.session.flush()
    revision = agreement.revision
    db.session.refresh(agreement, columns, with_for_update=True)
    if agreement.revision != revision:
        # others may take part now
        db.session.expire(agreement, ["every_party"])
    for suggestion in suggestions:
        db.session.refresh(suggestion, ["status"])


def touch(agreement: Agreement, now: datetime) -> None:
    """The document has changed."""
    agreement.revision += 1
    agreement.changed_at = now


def write_text(
    section: Section,
    text: str,
    *,
    organisation_id: UUID,
    author_name: str,
    now: datetime,
    suggestion_id: UUID | None = None,
) -> None:
    """Make `text` the section's next version, written for that organisation."""
    section.version += 1
    section.keep_check(check_text(text, _starter(section) if section.version > 1 else text))
    db.session.add(
        SectionVersion(
            county_id=section.county_id,
            agreement_id=section.agreement_id,
            section_id=section.id,
            version=section.version,
            text=text,
            organisation_id=organisation_id,
            author_name=author_name,
            created_at=now,
            suggestion_id=suggestion_id,
        )
    )


def _starter(section: Section) -> str:
    """The template's own text, which the first version holds."""
    first = select(SectionVersion.text).where(
        SectionVersion.section_id == section.id, SectionVersion.version == 1
    )
    return db.session.scalar(first) or ""


def look_through_texts(agreement: Agreement) -> None:
    """Look through every text again before it is locked, whatever is kept of what they say."""
    sections = select(Section).where(Section.agreement_id == agreement.id)
    found = check_texts(agreement)
    for section in db.session.scalars(sections):
        section.keep_check(found[section.id])
    db.session.flush()


@dataclass(frozen=True, slots=True)
class Author:
    """In whose name, and for which party, something is written; by which suggestion, if by one."""

    organisation_id: UUID
    name: str
    suggestion_id: UUID | None = None


def author_of(actor: Actor) -> Author:
    """Somebody who writes in a draft."""
    return Author(actor.organisation_id, actor.name)


def sponsor_of(suggestion: Suggestion) -> Author:
    """Whoever made a suggestion that is adopted."""
    return Author(suggestion.organisation_id, suggestion.author_name, suggestion.id)


def note_outline(
    author: Author,
    agreement: Agreement,
    kind: OutlineKind,
    place_id: UUID | None,
    name: str,
    *,
    now: datetime,
    before: str = "",
    after: str = "",
) -> None:
    """Keep what was done to a part of the agreement, or to its name, for its history."""
    db.session.add(
        OutlineChange(
            county_id=agreement.county_id,
            agreement_id=agreement.id,
            kind=kind,
            place_id=place_id,
            name=name,
            before=before,
            after=after,
            organisation_id=author.organisation_id,
            author_name=author.name,
            changed_at=now,
            suggestion_id=author.suggestion_id,
        )
    )


def set_term(agreement: Agreement, term: Term) -> None:
    """Write the three dates, or that it has no last one."""
    agreement.valid_from = term.valid_from
    agreement.valid_until = term.valid_until
    agreement.review_on = term.review_on
    agreement.open_ended = term.open_ended


def move(
    agreement: Agreement, wanted: Status, now: datetime, *, due_on: date | None = None
) -> None:
    """Take the agreement to another state, or raise.

    What that state waits for is to be done until `due_on`, or as long as it usually takes.
    """
    check_transition(agreement.status, wanted)
    agreement.status = wanted
    agreement.status_at = now
    agreement.changed_at = now
    today = now.astimezone(STOCKHOLM).date()
    agreement.due_on = due_on or usual_in(wanted, agreement.valid_from, today)


@dataclass(frozen=True, slots=True)
class NewParty:
    """An organisation that is to take part, what it does, and whether it writes the draft."""

    organisation: Organisation
    part: Part
    drafts: bool


def add_parties(agreement: Agreement, parties: Sequence[NewParty], now: datetime) -> None:
    """Name the parties of one that is new, in order. Those who write it are let in at once."""
    for position, one in enumerate(parties):
        db.session.add(
            AgreementParty(
                county_id=agreement.county_id,
                agreement_id=agreement.id,
                organisation_id=one.organisation.id,
                position=position,
                joined_at=now if one.drafts else None,
                drafts=one.drafts,
                decides=one.part.decides,
                signs=one.part.signs,
            )
        )
    # the party row is what opens the rest of the agreement to its writers (app.my_new_agreements)
    db.session.flush()


def tell_others(
    actor: Actor,
    agreement: Agreement,
    kind: str,
    *,
    subject_id: UUID,
    roles: frozenset[Role] = frozenset({Role.COORDINATOR}),
    path: str | None = None,
    but: Collection[UUID] = (),
    asks: Collection[UUID] | None = None,
    otherwise: str = "",
) -> None:
    """Queue mail to the other parties that have been let in, `but` those that know already.

    What asks for something that not every party can do goes to those it `asks`; the rest get mail
    of the kind `otherwise`.
    """
    for party in _others(actor, agreement.parties):
        if party.organisation_id in but:
            continue
        is_asked = asks is None or party.organisation_id in asks
        told = kind if is_asked else otherwise
        outbox.notify(
            party.organisation_id,
            roles,
            told,
            path=path or f"/agreements/{agreement.id}",
            dedupe=f"{told}:{subject_id}",
        )


def tell_undone(
    agreement: Agreement,
    kind: str,
    *,
    subject_id: UUID,
    roles: frozenset[Role] = frozenset({Role.COORDINATOR}),
    parties: Collection[UUID] | None = None,
    path: str = "",
) -> None:
    """Tell people, on their first page and by mail, that something of theirs is undone.

    Everybody with one of `roles` in the parties that have been let in, or in `parties` of them,
    except whoever acts: also their own colleagues. `path` is below the agreement's page.
    """
    for party in agreement.parties:
        if party.joined_at is None or (parties and party.organisation_id not in parties):
            continue
        outbox.tell_party(
            agreement.id,
            party.organisation_id,
            roles,
            kind,
            path=f"/agreements/{agreement.id}{path}",
            dedupe=f"{kind}:{subject_id}",
        )


def by_whom(actor: Actor) -> str:
    """Who acts and for whom, as it stands in an agreement's history."""
    return f"{actor.name}, {actor.organisation_name}"


def _others(actor: Actor, parties: list[AgreementParty]) -> list[AgreementParty]:
    return [
        party
        for party in parties
        if party.organisation_id != actor.organisation_id and party.joined_at is not None
    ]
