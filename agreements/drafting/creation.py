"""Starting an agreement from the county's template: parties, sections and matrix."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from agreements import changes
from agreements.county_templates.model import Prompt, TemplateFile, TemplateRow
from agreements.matrix.service import add_cells
from agreements.models import (
    Agreement,
    AgreementParty,
    MatrixColumn,
    MatrixRow,
    Section,
)
from agreements.rules import (
    IN_PROGRESS,
    AgreementRuleError,
    PromptState,
    Refusal,
    Responsibility,
    Status,
)
from agreements.templates.queries import get_template_version
from agreements.templates.service import content_of
from portal.audit import service as audit
from portal.authz import Actor, OrganisationKind
from portal.db import db, hold
from portal.documents.gaps import count_in
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.tenancy import queries as tenancy
from portal.tenancy.models import Organisation


def start_agreement(
    actor: Actor,
    template_id: UUID,
    *,
    agreement_id: UUID,
    title: str,
    police: UUID | None,
    now: datetime,
) -> Agreement:
    """Start the actor's municipality's agreement with its region, and with a police area if asked.

    The same `agreement_id` twice is one agreement (a form sent twice).
    """
    template = get_template_version(actor, template_id)
    content = content_of(template)
    municipality = tenancy.get_own_organisation(actor)
    others = _other_parties(actor, police)
    # there is no agreement to lock yet: a double click waits here and then finds the first's
    hold(municipality.id)
    if (existing := _already_created(actor, agreement_id)) is not None:
        return existing
    _check_none_in_progress(actor, municipality)
    if count_in(title):
        raise AgreementRuleError(Refusal.HALF_A_TITLE, field="title")
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


def police_areas(actor: Actor) -> Sequence[Organisation]:
    """The police areas that may be a party: a county has one, or several."""
    return tenancy.list_organisations(actor, OrganisationKind.POLICE)


def _other_parties(actor: Actor, police: UUID | None) -> list[Organisation]:
    region = tenancy.list_organisations(actor, OrganisationKind.REGION)
    asked = [one for one in police_areas(actor) if one.id == police]
    if len(region) != 1 or len(asked) != (police is not None):
        raise NotFoundError
    return [*region, *asked]


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
            prompts=[_prompt(prompt) for prompt in section.prompts],
            version=0,
        )
        db.session.add(row)
        changes.write_text(
            row,
            section.starter,
            organisation_id=actor.organisation_id,
            author_name=actor.name,
            now=now,
        )
    db.session.flush()


def _prompt(prompt: Prompt) -> dict[str, str]:
    return {
        "key": prompt.key,
        "question": prompt.question,
        "help": prompt.help,
        "state": PromptState.OPEN.value,
        "note": "",
        "by": "",
    }


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
        values = {one.id: Responsibility(default.get(one.key, "unset")) for one in columns}
        add_cells(actor, row, values, now)


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
