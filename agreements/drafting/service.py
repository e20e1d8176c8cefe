"""Creating an agreement from a template, writing its sections, setting its term, sharing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from agreements import changes, queries
from agreements.county_templates.model import TemplateFile, TemplateRow
from agreements.models import (
    Agreement,
    AgreementParty,
    MatrixCell,
    MatrixColumn,
    MatrixRow,
    Section,
    SectionVersion,
    TemplateVersion,
)
from agreements.queries import SectionText
from agreements.rules import (
    IN_PROGRESS,
    AgreementRuleError,
    PromptState,
    Refusal,
    Responsibility,
    Status,
    Term,
    check_status,
    check_term,
)
from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db, hold
from portal.errors import Difference, StaleError
from portal.ids import new_id
from portal.tenancy.models import Organisation


def create(
    actor: Actor,
    template: TemplateVersion,
    content: TemplateFile,
    *,
    agreement_id: UUID,
    title: str,
    municipality: Organisation,
    others: Sequence[Organisation],
    now: datetime,
) -> Agreement:
    """Start an agreement. The same `agreement_id` twice is one agreement (a form sent twice)."""
    # there is no agreement to lock yet: a double click waits here and then finds the first's
    hold(municipality.id)
    if (existing := _already_created(actor, agreement_id)) is not None:
        return existing
    _check_none_in_progress(actor, municipality)
    agreement = Agreement(
        id=agreement_id,
        county_id=actor.county_id,
        municipality_id=municipality.id,
        template_version_id=template.id,
        title=title,
        status=Status.DRAFT,
        status_at=now,
        created_at=now,
        changed_at=now,
        creator_id=actor.organisation_id,
        creator_name=actor.name,
        revision=1,
        matrix_revision=1,
    )
    db.session.add(agreement)
    db.session.flush()
    _add_parties(agreement, (municipality, *others), now)
    _add_sections(actor, agreement, content, now)
    _add_matrix(actor, agreement, content, (municipality, *others), now)
    audit.record(
        actor, "agreement.created", agreement, stream=agreement.id, edition=template.edition
    )
    db.session.flush()
    return agreement


def _already_created(actor: Actor, agreement_id: UUID) -> Agreement | None:
    return db.session.scalar(
        select(Agreement).where(
            Agreement.id == agreement_id, Agreement.creator_id == actor.organisation_id
        )
    )


def _check_none_in_progress(actor: Actor, municipality: Organisation) -> None:
    in_progress = select(Agreement.id).where(
        Agreement.county_id == actor.county_id,
        Agreement.municipality_id == municipality.id,
        Agreement.status.in_(IN_PROGRESS),
    )
    if db.session.scalar(in_progress) is not None:
        raise AgreementRuleError(Refusal.IN_PROGRESS)


def _add_parties(
    agreement: Agreement, organisations: Sequence[Organisation], now: datetime
) -> None:
    for position, organisation in enumerate(organisations):
        is_creator = organisation.id == agreement.creator_id
        db.session.add(
            AgreementParty(
                county_id=agreement.county_id,
                agreement_id=agreement.id,
                organisation_id=organisation.id,
                position=position,
                joined_at=now if is_creator else None,
            )
        )
    # the party row is what opens the rest of the agreement to its creator (app.my_new_agreements)
    db.session.flush()


def _add_sections(actor: Actor, agreement: Agreement, content: TemplateFile, now: datetime) -> None:
    for number, section in enumerate(content.sections, start=1):
        row = Section(
            id=new_id(),
            county_id=agreement.county_id,
            agreement_id=agreement.id,
            key=section.key,
            number=number,
            heading=section.heading,
            guidance=section.guidance,
            legal=list(section.legal),
            prompts=[
                {
                    "key": prompt.key,
                    "question": prompt.question,
                    "help": prompt.help,
                    "state": PromptState.OPEN.value,
                    "note": "",
                    "by": "",
                }
                for prompt in section.prompts
            ],
            version=1,
        )
        db.session.add(row)
        db.session.flush()
        _write_version(actor, agreement, row, section.starter, now)


def _add_matrix(
    actor: Actor,
    agreement: Agreement,
    content: TemplateFile,
    organisations: Sequence[Organisation],
    now: datetime,
) -> None:
    by_kind = {organisation.kind: organisation for organisation in organisations}
    columns = [
        MatrixColumn(
            id=new_id(),
            county_id=agreement.county_id,
            agreement_id=agreement.id,
            key=column.key,
            label=column.label,
            organisation_id=by_kind[column.party].id,
            position=position,
        )
        for position, column in enumerate(content.columns)
        if column.party in by_kind
    ]
    db.session.add_all(columns)
    rows = [
        (row.default, _add_row(agreement, row, position))
        for position, row in enumerate(content.rows)
    ]
    db.session.flush()
    for default, row in rows:
        add_cells(actor, agreement, row, columns, default, now)


def _add_row(agreement: Agreement, template_row: TemplateRow, position: int) -> MatrixRow:
    row = MatrixRow(
        id=new_id(),
        county_id=agreement.county_id,
        agreement_id=agreement.id,
        key=template_row.key,
        phase=template_row.phase,
        title=template_row.title,
        hint=template_row.hint,
        position=position,
        in_template=True,
    )
    db.session.add(row)
    return row


def add_cells(
    actor: Actor,
    agreement: Agreement,
    row: MatrixRow,
    columns: Sequence[MatrixColumn],
    values: Mapping[str, str],
    now: datetime,
) -> None:
    """A cell for each column, with the template's suggestion where it has one."""
    db.session.add_all(
        MatrixCell(
            county_id=agreement.county_id,
            agreement_id=agreement.id,
            row_id=row.id,
            column_id=column.id,
            value=Responsibility(values.get(column.key, Responsibility.UNSET)),
            version=1,
            changed_by=actor.name,
            changed_at=now,
            organisation_id=actor.organisation_id,
        )
        for column in columns
    )


def _write_version(
    actor: Actor, agreement: Agreement, section: Section, text: str, now: datetime
) -> None:
    db.session.add(
        SectionVersion(
            county_id=agreement.county_id,
            agreement_id=agreement.id,
            section_id=section.id,
            version=section.version,
            text=text,
            organisation_id=actor.organisation_id,
            author_name=actor.name,
            created_at=now,
        )
    )


def edit_section(
    actor: Actor,
    agreement: Agreement,
    current: SectionText,
    *,
    text: str,
    base_version: int,
    now: datetime,
) -> None:
    """Write a section before sharing. Raises StaleError when somebody saved another text first."""
    changes.lock(agreement)
    check_status(agreement.status, Status.DRAFT)
    latest = queries.get_section(agreement, current.section.id)
    if text == latest.text:
        return
    if latest.section.version != base_version:
        difference = Difference(
            latest.section.heading, yours=text, theirs=latest.text, changed_by=latest.author_name
        )
        raise StaleError((difference,))
    latest.section.version += 1
    _write_version(actor, agreement, latest.section, text, now)
    changes.touch(agreement, now)
    audit.record(
        actor,
        "section.edited",
        latest.section,
        stream=agreement.id,
        version=latest.section.version,
    )


@dataclass(frozen=True, slots=True)
class PromptMark:
    """What is said of a guided question: what became of it, and a short note."""

    state: str
    note: str


def settle_prompts(
    actor: Actor,
    agreement: Agreement,
    section: Section,
    *,
    marks: Mapping[str, PromptMark],
    base: Mapping[str, PromptMark],
) -> None:
    """Say of each guided question whether it is answered or not relevant, with a short note.

    Questions help the parties write; they are no part of the document, so every party may settle
    them for as long as the text is open. `base` is what the form showed: questions the user did
    not touch keep what others have said since, and StaleError names those that both changed.
    """
    changes.lock(agreement)
    check_status(agreement.status, Status.DRAFT, Status.SHARED)
    db.session.refresh(section, ["prompts"])
    touched = {key: mark for key, mark in marks.items() if mark != base.get(key)}
    _refuse_stale_prompts(section, touched, base)
    prompts = [_marked(actor, prompt, touched.get(prompt["key"])) for prompt in section.prompts]
    if prompts == section.prompts:
        return
    section.prompts = prompts
    audit.record(actor, "section.prompts_settled", section, stream=agreement.id)


def _refuse_stale_prompts(
    section: Section, touched: Mapping[str, PromptMark], base: Mapping[str, PromptMark]
) -> None:
    differences = tuple(
        Difference(
            prompt["question"],
            yours=f"{touched[key].state}|{touched[key].note}",
            theirs=f"{prompt['state']}|{prompt['note']}",
            changed_by=prompt["by"],
        )
        for prompt in section.prompts
        if (key := prompt["key"]) in touched and _mark(prompt) not in {touched[key], base.get(key)}
    )
    if differences:
        raise StaleError(differences)


def _mark(prompt: Mapping[str, str]) -> PromptMark:
    return PromptMark(prompt["state"], prompt["note"])


def _marked(actor: Actor, prompt: dict[str, str], mark: PromptMark | None) -> dict[str, str]:
    if mark is None or mark == _mark(prompt):
        return prompt
    state = PromptState(mark.state).value
    return prompt | {"state": state, "note": mark.note, "by": actor.name}


def set_term(
    actor: Actor,
    agreement: Agreement,
    *,
    valid_from: date | None,
    valid_until: date | None,
    review_on: date | None,
    now: datetime,
) -> None:
    """Set, before sharing, from when until when it is to hold and when it is to be reviewed."""
    term = Term(valid_from, valid_until, review_on)
    changes.lock(agreement)
    check_status(agreement.status, Status.DRAFT)
    check_term(term)
    if term == agreement.term:
        return
    changes.set_term(agreement, term)
    changes.touch(agreement, now)
    audit.record(
        actor,
        "agreement.term_set",
        agreement,
        stream=agreement.id,
        valid_from=str(term.valid_from),
        valid_until=str(term.valid_until),
        review_on=str(term.review_on),
    )


def share(actor: Actor, agreement: Agreement, *, now: datetime) -> None:
    """Let the other parties in. From here on every change is a suggestion."""
    changes.lock(agreement)
    if agreement.status is Status.SHARED:
        return
    for party in _parties(agreement):
        party.joined_at = party.joined_at or now
    # the parties' own rows may only be opened while it is a draft (app.my_new_agreements)
    db.session.flush()
    changes.move(agreement, Status.SHARED, now)
    audit.record(actor, "agreement.shared", agreement, stream=agreement.id)
    changes.tell_others(actor, agreement, "agreement.shared", subject_id=agreement.id)


def withdraw(actor: Actor, agreement: Agreement, *, now: datetime) -> None:
    """Give the work up. What was written stays readable for those who had been let in."""
    changes.lock(agreement)
    if agreement.status is Status.WITHDRAWN:
        return
    changes.move(agreement, Status.WITHDRAWN, now)
    audit.record(actor, "agreement.withdrawn", agreement, stream=agreement.id)
    changes.tell_others(actor, agreement, "agreement.withdrawn", subject_id=agreement.id)


def _parties(agreement: Agreement) -> Sequence[AgreementParty]:
    statement = select(AgreementParty).where(AgreementParty.agreement_id == agreement.id)
    return db.session.scalars(statement.order_by(AgreementParty.position)).all()
