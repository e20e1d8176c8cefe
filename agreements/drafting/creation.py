"""Starting an agreement from the county's template: parties, sections and matrix."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from agreements import changes
from agreements.agreed.service import add_facts, copy_said
from agreements.annexes.service import copy_annexes
from agreements.county_templates.model import MatrixColumn as TemplateColumn
from agreements.county_templates.model import Prompt, TemplateFile, TemplateRow
from agreements.deadlines import usual_in
from agreements.drafting.carrying import NOTHING, Carried, carried_from, list_renewable
from agreements.drafting.composing import Composition, Wanted, compose
from agreements.matrix.queries import Row, get_matrix
from agreements.matrix.service import add_cells, load_cells, set_cells
from agreements.queries.agreement import get_agreement
from agreements.queries.holding import list_holding
from agreements.queries.life import find_text
from agreements.queries.text import list_sections
from agreements.refusals import AgreementRuleError, Refusal
from agreements.rules import IN_PROGRESS, Part, PromptState, Responsibility, Status
from agreements.tables import signing_functions
from agreements.tables.agreement import Agreement
from agreements.tables.matrix import MatrixColumn, MatrixRow
from agreements.tables.text import Section
from agreements.templates.queries import get_template_version
from agreements.templates.service import content_of
from portal import clock
from portal.audit import service as audit
from portal.authz import Actor, OrganisationKind, Role
from portal.db import db, hold
from portal.documents.gaps import count_in
from portal.ids import new_id
from portal.outbox import service as outbox
from portal.tenancy.models import Organisation
from portal.zone import STOCKHOLM


def get_paper_template(subject_id: UUID, name: str, source: str) -> UUID:
    """What is signed on paper begins from in a subject without a template: made the first time."""
    return signing_functions.paper_template(subject_id, name, source)


def start_agreement(
    actor: Actor,
    template_id: UUID,
    *,
    agreement_id: UUID,
    title: str,
    wanted: Wanted,
    replaces: Collection[UUID] = (),
    renews: UUID | None = None,
    start: Agreement | None = None,
    now: datetime,
) -> Agreement:
    """Start an agreement for an area with the parties that are `wanted`.

    `replaces` are those on the same subject that it is meant to take over from, which is settled
    when it goes to decision; `renews` the one whose text and matrix it begins from, instead of the
    template's. `start` is another's on the subject, whose texts and parts in measures this one
    begins with, where the template has them. The same `agreement_id` twice is one agreement (a form
    sent twice).
    """
    template = get_template_version(actor, template_id)
    content = content_of(template)
    # there is no agreement to lock yet: a double click waits here and then finds the first's
    hold(actor.organisation_id)
    if (existing := _already_created(actor, agreement_id)) is not None:
        return existing
    made = compose(actor, content, wanted)
    area = made.municipality_ids
    check_none_in_progress(actor, area, template.subject_id)
    if count_in(title):
        raise AgreementRuleError(Refusal.HALF_A_TITLE, field="title")
    carried = _carried(actor, renews, template.subject_id, area)
    agreement = Agreement(
        id=agreement_id,
        county_id=actor.county_id,
        municipality_ids=area,
        covers_county=made.covers_county,
        template_version_id=template.id,
        subject_id=template.subject_id,
        replaces_ids=check_replaced(replaces, template.subject_id, area),
        renews_id=renews,
        title=title,
        status=Status.DRAFT,
        status_at=now,
        created_at=now,
        changed_at=now,
        creator_id=actor.organisation_id,
        creator_name=actor.name,
        due_on=usual_in(Status.DRAFT, None, now.astimezone(STOCKHOLM).date()),
        revision=1,
        matrix_revision=1,
    )
    db.session.add(agreement)
    db.session.flush()
    changes.add_parties(agreement, made.parties, now)
    _add_sections(actor, agreement, content, carried, now)
    _add_matrix(actor, agreement, content, carried, made, now)
    if start is not None:
        _copy(actor, agreement, find_text(start), now)
    earlier = get_agreement(actor, renews) if renews is not None else start
    if earlier is not None:
        copy_annexes(actor, find_text(earlier), agreement, now)
    audit.record(
        actor, "agreement.created", agreement, stream=agreement.id, edition=template.edition
    )
    _tell_drafters(actor, agreement, made)
    db.session.flush()
    return agreement


def _tell_drafters(actor: Actor, agreement: Agreement, made: Composition) -> None:
    """Tell those who are to write it with the beginner."""
    for one in made.parties:
        if one.drafts and one.organisation.id != actor.organisation_id:
            outbox.notify(
                one.organisation.id,
                frozenset({Role.COORDINATOR}),
                "agreement.draft_together",
                path=f"/agreements/{agreement.id}",
                dedupe=f"agreement.draft_together:{agreement.id}",
            )


def _copy(actor: Actor, agreement: Agreement, start: Agreement, now: datetime) -> None:
    """Write what another agreement says over what the template says."""
    db.session.flush()
    texts = {one.section.key: one.text for one in list_sections(start)}
    for own in list_sections(agreement):
        text = texts.get(own.section.key, "")
        if text.strip() and text != own.text:
            changes.write_text(
                own.section,
                text,
                organisation_id=actor.organisation_id,
                author_name=actor.name,
                now=now,
            )
    copy_said(actor, agreement, start, now)
    said = {
        (row.key, column): value
        for row in get_matrix(start).rows
        for column, value in row.values.items()
    }
    cells = load_cells(agreement)
    wanted = [(one.cell, said[key]) for key, one in cells.items() if key in said]
    set_cells(
        agreement,
        [(cell, value) for cell, value in wanted if cell.value is not value],
        organisation_id=actor.organisation_id,
        author_name=actor.name,
        now=now,
    )
    if agreement.is_matrix_untouched and not start.is_matrix_untouched:
        # who does what is as it was agreed there, though the template says the same
        agreement.matrix_revision += 1
    audit.record(actor, "agreement.copied", agreement, stream=agreement.id, start=str(start.id))


def check_replaced(
    replaces: Collection[UUID], subject_id: UUID, area: Collection[UUID]
) -> list[UUID]:
    """What an agreement for an area says that it takes over from; raises unless it can."""
    holding = list_holding(subject_id, area, clock.today())
    if not set(replaces) <= {one.id for one in holding if one.is_within}:
        raise AgreementRuleError(Refusal.REPLACES_BEYOND, field="replaces")
    return list(replaces)


def _carried(
    actor: Actor, renews: UUID | None, subject_id: UUID, area: Collection[UUID]
) -> Carried:
    if renews is None:
        return NOTHING
    earlier = get_agreement(actor, renews)
    signed = list_holding(subject_id, area, date.min)
    if earlier.id not in {one.id for one in list_renewable(signed, clock.today())}:
        raise AgreementRuleError(Refusal.RENEWS_ELSEWHERE, field="renews")
    return carried_from(find_text(earlier))


def _already_created(actor: Actor, agreement_id: UUID) -> Agreement | None:
    return db.session.scalar(
        select(Agreement).where(
            Agreement.id == agreement_id, Agreement.creator_id == actor.organisation_id
        )
    )


def check_none_in_progress(
    actor: Actor, area: Sequence[UUID], subject_id: UUID, *, but: UUID | None = None
) -> None:
    """Raise where the actor's organisation works on another for one of the municipalities."""
    in_progress = select(Agreement.id).where(
        Agreement.creator_id == actor.organisation_id,
        Agreement.municipality_ids.overlap(area),
        Agreement.subject_id == subject_id,
        Agreement.status.in_(IN_PROGRESS),
        Agreement.amends_id.is_(None),
        Agreement.id.is_distinct_from(but),
    )
    if db.session.scalar(in_progress) is not None:
        raise AgreementRuleError(Refusal.IN_PROGRESS)


def _add_sections(
    actor: Actor, agreement: Agreement, content: TemplateFile, carried: Carried, now: datetime
) -> None:
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
            prompts=[_prompt(section.key, prompt, carried) for prompt in section.prompts],
            version=0,
        )
        db.session.add(row)
        # the first is the template's own, also where another is carried over
        texts = (section.starter, carried.texts.get(section.key, section.starter))
        for text in dict.fromkeys(texts):
            changes.write_text(
                row, text, organisation_id=actor.organisation_id, author_name=actor.name, now=now
            )
            db.session.flush()
    add_facts(actor, agreement, content, carried.facts, now)


def _prompt(section: str, prompt: Prompt, carried: Carried) -> dict[str, str]:
    before = carried.answers.get((section, prompt.key, prompt.question), {})
    return {
        "key": prompt.key,
        "question": prompt.question,
        "help": prompt.help,
        "state": before.get("state", PromptState.OPEN.value),
        "note": before.get("note", ""),
        "by": before.get("by", ""),
    }


def _add_matrix(
    actor: Actor,
    agreement: Agreement,
    content: TemplateFile,
    carried: Carried,
    made: Composition,
    now: datetime,
) -> None:
    actors = list(actors_of(content, made))
    columns = [
        MatrixColumn(
            id=new_id(),
            county_id=agreement.county_id,
            agreement_id=agreement.id,
            key=column.key if number == 1 else f"{column.key}-{number}",
            label=label_of(column, party, is_only=is_only),
            organisation_id=party.id if party else None,
            position=position,
        )
        for position, (column, party, number, is_only) in enumerate(actors)
    ]
    suggested = {
        made.id: column.key for made, (column, *_rest) in zip(columns, actors, strict=True)
    }
    db.session.add_all(columns)
    rows = [
        (one.default, _add_row(agreement, one, position, in_template=True))
        for position, one in enumerate(content.rows)
    ]
    new = {row.key for _default, row in rows}
    rows += [
        ({}, _add_row(agreement, one, position, in_template=False))
        for position, one in enumerate(carried.added, start=len(rows))
        if one.key not in new
    ]
    for _default, row in rows:
        if (reason := carried.removed.get(row.key)) is not None:
            row.removed_at, row.removed_reason = now, reason
    db.session.flush()
    keys = {one.id: one.key for one in columns}
    for default, row in rows:
        usual = {one: Responsibility(default.get(key, "unset")) for one, key in suggested.items()}
        values = {
            one: carried.values.get((row.key, keys[one]), value) for one, value in usual.items()
        }
        add_cells(changes.author_of(actor), row, values, now)


def actors_of(
    content: TemplateFile, made: Composition
) -> Iterator[tuple[TemplateColumn, Organisation | None, int, bool]]:
    """Each column of the template for each party of its kind: which one, and if it is the only.

    The municipalities of an area share one, in which each has its own place; those who are only
    asked for their view answer for nothing.
    """
    bound = [one.organisation for one in made.parties if one.part is not Part.CONSULTED]
    for column in content.columns:
        ours: list[Organisation | None] = [one for one in bound if one.kind is column.party]
        if column.party is OrganisationKind.MUNICIPALITY and len(ours) > 1:
            ours = [None]
        for number, organisation in enumerate(ours, start=1):
            yield column, organisation, number, len(ours) == 1


def label_of(column: TemplateColumn, party: Organisation | None, *, is_only: bool) -> str:
    """What it is called for a party."""
    return column.label if is_only or party is None else f"{column.label}, {party.short_name}"


def _add_row(
    agreement: Agreement, said: TemplateRow | Row, position: int, *, in_template: bool
) -> MatrixRow:
    row = MatrixRow(
        id=new_id(),
        county_id=agreement.county_id,
        agreement_id=agreement.id,
        key=said.key,
        phase=said.phase,
        title=said.title,
        hint=said.hint,
        position=position,
        in_template=in_template,
    )
    db.session.add(row)
    return row
