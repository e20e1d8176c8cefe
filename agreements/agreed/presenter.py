"""What the pages of facts show."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from agreements import finding_words, parts
from agreements.abilities import Abilities, abilities
from agreements.agreed.fields import names_of
from agreements.agreed.queries import KeptFact, facts_of
from agreements.agreed.service import find_fact
from agreements.facts import (
    Declared,
    Said,
    contradictions,
    said_from_text,
    said_in_words,
)
from agreements.outline_acts import was_there
from agreements.outlines import OutlineKind
from agreements.queries.agreement import get_agreement
from agreements.subjects import PartOf
from agreements.tables.agreement import Agreement
from agreements.tables.fact import AgreementFact
from agreements.tables.outline import OutlineChange
from agreements.tables.text import Section
from agreements.waiting import WaitingSuggestion, waiting_of
from portal.authz import Actor
from portal.db import db
from portal.errors import NotFoundError
from portal.web.forms import Form


@dataclass(frozen=True, slots=True)
class ShownFact:
    """A line of a table of facts to draw: what holds in words, and what waits to be agreed.

    `pending` are what suggestions would have it say, with their addresses.
    """

    agreement_id: UUID
    key: str
    label: str
    lines: tuple[str, ...]
    is_left: bool
    is_gone: bool
    gaps: int
    contradicts: tuple[str, ...]
    pending: tuple[tuple[str, str], ...]


def shown_facts(
    agreement: Agreement, facts: Sequence[KeptFact], waiting: Sequence[WaitingSuggestion]
) -> tuple[ShownFact, ...]:
    """A section's facts, each with what waits for it."""
    pending = _pending(agreement, waiting)
    wrong = _contradicting(facts)
    return tuple(
        ShownFact(
            agreement_id=agreement.id,
            key=one.key,
            label=one.label,
            lines=one.lines,
            is_left=one.is_left,
            is_gone=not one.in_template,
            gaps=one.gaps,
            contradicts=tuple(wrong.get(one.key, ())),
            pending=tuple(pending.get(one.key, ())),
        )
        for one in facts
    )


def _contradicting(facts: Sequence[KeptFact]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in contradictions((fact.declared, fact.said) for fact in facts):
        found.setdefault(one.key, []).append(finding_words.contradiction(one))
    return found


def _pending(
    agreement: Agreement, waiting: Sequence[WaitingSuggestion]
) -> Mapping[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for one in waiting:
        if one.outline is not None and "fact" in one.outline:
            url = url_for("negotiation.show", agreement_id=agreement.id, suggestion_id=one.id)
            found.setdefault(one.outline["fact"], []).append(
                (_("Förslag av %(party)s", party=one.party), url)
            )
    return found


def get_fact_part(actor: Actor, agreement_id: UUID, fact_key: str) -> PartOf[AgreementFact]:
    """A fact of an agreement, by its key."""
    agreement = get_agreement(actor, agreement_id)
    if (fact := find_fact(agreement, fact_key)) is None:
        raise NotFoundError
    return PartOf(agreement, fact)


@dataclass(frozen=True, slots=True)
class FactVersion:
    """What a fact said, since when and by whose word; the first is how the work began."""

    number: int
    lines: Sequence[str]
    author: str
    at: datetime | None
    suggestion_id: UUID | None


@dataclass(frozen=True, slots=True)
class FactPage:
    """Everything on a fact's page."""

    agreement: Agreement
    section: Section
    fact: AgreementFact
    shown: ShownFact
    help: str
    suggests: Sequence[str]
    waiting: Sequence[WaitingSuggestion]
    versions: Sequence[FactVersion]
    can: Abilities


def fact_page(actor: Actor, agreement: Agreement, fact: AgreementFact) -> FactPage:
    """Put a fact's page together."""
    found = parts.ask(agreement, "facts", "waiting", about=fact.section_id)
    waiting = [
        one
        for one in waiting_of(found)
        if one.outline is not None and one.outline.get("fact") == fact.key
    ]
    shown = {one.key: one for one in shown_facts(agreement, facts_of(found), waiting)}
    declared = fact.declaration
    return FactPage(
        agreement=agreement,
        section=section_of(fact),
        fact=fact,
        shown=shown[fact.key],
        help=declared.help,
        suggests=said_in_words(declared, None),
        waiting=waiting,
        versions=list(_versions(actor, agreement, fact, declared)),
        can=abilities(actor, agreement),
    )


@dataclass(frozen=True, slots=True)
class EditPage:
    """What stands beside the form of a fact."""

    agreement: Agreement
    section: Section
    fact: AgreementFact
    help: str
    suggests: Sequence[str]


def edit_page(agreement: Agreement, fact: AgreementFact) -> EditPage:
    """Put it together."""
    declared = fact.declaration
    return EditPage(
        agreement=agreement,
        section=section_of(fact),
        fact=fact,
        help=declared.help,
        suggests=said_in_words(declared, None),
    )


def section_of(fact: AgreementFact) -> Section:
    """The section that it stands under."""
    return db.session.get_one(Section, fact.section_id)


def next_left(agreement: Agreement, fact: AgreementFact) -> str | None:
    """The key of the next fact of its section that nobody has said anything of, if there is one."""
    found = facts_of(parts.ask(agreement, "facts", about=fact.section_id))
    place = [one.key for one in found].index(fact.key)
    return next((one.key for one in [*found[place + 1 :], *found[:place]] if one.is_left), None)


def _changes(agreement: Agreement, fact: AgreementFact) -> Sequence[OutlineChange]:
    kept = select(OutlineChange).where(
        OutlineChange.agreement_id == agreement.id,
        OutlineChange.kind == OutlineKind.FACT_CHANGED,
        OutlineChange.place_id == fact.id,
    )
    return db.session.scalars(kept.order_by(OutlineChange.changed_at, OutlineChange.id)).all()


def _versions(
    actor: Actor, agreement: Agreement, fact: AgreementFact, declared: Declared
) -> Iterator[FactVersion]:
    """What it has said while the reader's party was there, the last first."""
    every = _changes(agreement, fact)
    for number, one in reversed(list(enumerate(every, start=2))):
        if not was_there(actor, agreement, one.changed_at):
            # what they were let in to
            before = said_from_text(fact.kind, one.after)
            yield FactVersion(number, said_in_words(declared, before), "", None, None)
            return
        party = agreement.party_name(one.organisation_id, one.changed_at)
        yield FactVersion(
            number=number,
            lines=said_in_words(declared, said_from_text(fact.kind, one.after)),
            author=f"{one.author_name}, {party}",
            at=one.changed_at,
            suggestion_id=one.suggestion_id,
        )
    first = said_from_text(fact.kind, every[0].before) if every else fact.value
    yield FactVersion(1, said_in_words(declared, first), "", None, None)


def said_at(actor: Actor, agreement: Agreement, fact: AgreementFact, number: int) -> Said | None:
    """What a fact said in a version that the reader may see."""
    every = _changes(agreement, fact)
    seen = {one.number for one in _versions(actor, agreement, fact, fact.declaration)}
    if number not in seen:
        raise NotFoundError
    if number == 1:
        return said_from_text(fact.kind, every[0].before) if every else fact.value
    return said_from_text(fact.kind, every[number - 2].after)


def groups(form: Form, declared: Declared, count: int) -> Sequence[Sequence[object]]:
    """The fields of each value of a fact."""
    names = names_of(declared)
    return [[form[f"v{number}_{name}"] for name in names] for number in range(count)]
