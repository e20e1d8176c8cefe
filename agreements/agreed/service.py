"""Writing facts: from the template, from an earlier agreement, and directly before sharing."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from agreements import changes
from agreements.agreed.queries import KeptFact, get_facts
from agreements.changes import Author
from agreements.county_templates.model import TemplateFile
from agreements.facts import (
    Declared,
    Json,
    Said,
    check_said,
    declared_as_json,
    said_as_json,
    said_as_text,
    said_from_json,
    said_in_words,
)
from agreements.outlines import OutlineKind
from agreements.rules import Status, check_status
from agreements.tables.agreement import Agreement
from agreements.tables.fact import AgreementFact
from agreements.tables.text import Section
from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.errors import Difference, NotFoundError, StaleError
from portal.ids import new_id


def add_facts(
    actor: Actor,
    agreement: Agreement,
    content: TemplateFile,
    carried: Sequence[KeptFact],
    now: datetime,
) -> None:
    """Give a new agreement the facts of its template, with what an earlier one said of them.

    Those that the template lacks stay, marked, with what they said, last in their section; those
    of a section that it lacks, in the first.
    """
    sections = _sections(agreement)
    before = {one.key: one for one in carried}
    declared = [(section.key, one) for section in content.sections for one in section.facts]
    for position, (section, one) in enumerate(declared):
        there = before.get(one.key)
        said = there.kept_said if there is not None and there.kind is one.kind else None
        _add(actor, agreement, sections[section], one, said, position, now)
    known = {one.key for _section, one in declared}
    lacking = [one for one in carried if one.key not in known and not one.is_left]
    first = next(iter(sections.values()), None)
    for position, kept in enumerate(lacking, start=len(declared)):
        if (place := sections.get(kept.section_key, first)) is not None:
            row = _add(actor, agreement, place, kept.declared, kept.kept_said, position, now)
            row.in_template = False
    db.session.flush()


def copy_facts(actor: Actor, base: Agreement, act: Agreement, now: datetime) -> None:
    """Give an addendum every fact of what it amends, as they read."""
    sections = _sections(act)
    for position, one in enumerate(get_facts(base)):
        place = sections[one.section_key]
        row = _add(actor, act, place, one.declared, one.kept_said, position, now)
        row.in_template = one.in_template
    db.session.flush()


def copy_said(actor: Actor, agreement: Agreement, start: Agreement, now: datetime) -> None:
    """Write what another agreement says of the facts that both have."""
    said = {one.key: one for one in get_facts(start) if not one.is_left}
    author = changes.author_of(actor)
    for row in _list(agreement):
        there = said.get(row.key)
        if there is not None and there.kind is row.kind and there.kept_said != row.said:
            write(author, agreement, row, there.said, now)


def _sections(agreement: Agreement) -> dict[str, Section]:
    found = select(Section).where(Section.agreement_id == agreement.id).order_by(Section.number)
    return {one.key: one for one in db.session.scalars(found)}


def _list(agreement: Agreement) -> Sequence[AgreementFact]:
    found = select(AgreementFact).where(AgreementFact.agreement_id == agreement.id)
    return db.session.scalars(found.order_by(AgreementFact.position)).all()


def _add(
    actor: Actor,
    agreement: Agreement,
    section: Section,
    declared: Declared,
    said: Json | None,
    position: int,
    now: datetime,
) -> AgreementFact:
    row = AgreementFact(
        id=new_id(),
        county_id=agreement.county_id,
        agreement_id=agreement.id,
        section_id=section.id,
        key=declared.key,
        label=declared.label,
        kind=declared.kind,
        declared=dict(declared_as_json(declared)),
        position=position,
        in_template=True,
        said=dict(said) if said is not None else None,
        in_words=_in_words(declared, said_from_json(declared.kind, said)),
        version=1,
        changed_by=actor.name,
        changed_at=now,
        organisation_id=actor.organisation_id,
    )
    db.session.add(row)
    return row


def _in_words(declared: Declared, said: Said | None) -> str:
    return "\n".join([declared.label, *said_in_words(declared, said)])


def set_fact(
    actor: Actor,
    agreement: Agreement,
    fact_id: UUID,
    said: Said | None,
    *,
    base_version: int,
    now: datetime,
) -> bool:
    """Say something of a fact before sharing; None leaves the template's suggestion as it is.

    Answers whether that changed anything. `base_version` is the one that the form showed: what
    somebody else has said since is not written over (StaleError).
    """
    changes.lock(agreement)
    check_status(agreement.status, Status.DRAFT)
    row = get_fact(agreement, fact_id)
    check(row.declaration, said)
    if said_as_json(said) == row.said:
        return False
    if row.version != base_version:
        raise StaleError((_difference(row, said),))
    write(changes.author_of(actor), agreement, row, said, now)
    changes.touch(agreement, now)
    audit.record(actor, "fact.set", row, stream=agreement.id, fact=row.key)
    return True


def check(declared: Declared, said: Said | None) -> None:
    """Raise FactError unless the parties may say so."""
    if said is not None:
        check_said(declared, said)


def _difference(row: AgreementFact, said: Said | None) -> Difference:
    declared = row.declaration
    return Difference(
        row.label,
        yours="\n".join(said_in_words(declared, said)),
        theirs="\n".join(said_in_words(declared, row.value)),
        changed_by=row.changed_by,
    )


def write(
    author: Author, agreement: Agreement, row: AgreementFact, said: Said | None, now: datetime
) -> None:
    """Let a fact say something else; what it said before is kept."""
    changes.note_outline(
        author,
        agreement,
        OutlineKind.FACT_CHANGED,
        row.id,
        row.label,
        before=said_as_text(row.value),
        after=said_as_text(said),
        now=now,
    )
    kept = said_as_json(said)
    row.said = dict(kept) if kept is not None else None
    row.in_words = _in_words(row.declaration, said)
    row.version += 1
    row.changed_by = author.name
    row.changed_at = now
    row.organisation_id = author.organisation_id
    row.suggestion_id = author.suggestion_id
    db.session.flush()


def get_fact(agreement: Agreement, fact_id: UUID) -> AgreementFact:
    """One fact of this agreement as it is now."""
    wanted = select(AgreementFact).where(
        AgreementFact.id == fact_id, AgreementFact.agreement_id == agreement.id
    )
    row = db.session.scalar(wanted.execution_options(populate_existing=True))
    if row is None:
        raise NotFoundError
    return row


def find_fact(agreement: Agreement, key: str) -> AgreementFact | None:
    """A fact of this agreement by its key."""
    return db.session.scalar(
        select(AgreementFact).where(
            AgreementFact.key == key, AgreementFact.agreement_id == agreement.id
        )
    )
