"""What one can begin from: a template of a subject, who takes part, what it could replace."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from flask_babel import gettext as _

from agreements import words
from agreements.county_templates import paper_template, parse_template
from agreements.drafting.carrying import list_renewable
from agreements.drafting.composing import Offered, offered
from agreements.queries.agreement import get_agreement, list_agreements
from agreements.queries.holding import list_holding
from agreements.rules import IN_PROGRESS
from agreements.tables.agreement import Agreement
from agreements.tables.template import TemplateVersion
from agreements.templates.presenter import EditionLine, SubjectLine, subject_lines
from agreements.templates.queries import get_template_version, list_template_versions
from agreements.templates.service import content_of
from agreements.terms import Holding
from portal import clock
from portal.authz import Actor, OrganisationKind
from portal.errors import NotFoundError
from portal.ids import new_id


@dataclass(frozen=True, slots=True)
class Choice:
    """A subject with its templates, and what the reader's organisation has begun there already.

    `is_open`: it may begin on another. A municipality, in which all it begins holds, may not.
    """

    line: SubjectLine
    in_progress: Sequence[Agreement]
    is_open: bool


@dataclass(frozen=True, slots=True)
class PaperTemplate:
    """What is signed on paper begins from in a subject without a template, made when it is used."""

    subject_id: UUID
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Beginning:
    """One template to begin from, and `who` may take part.

    `start` is another's agreement whose texts it begins with. `on_paper`: it is signed already, in
    a subject for which the county has no template.
    """

    edition: EditionLine
    subject: str
    is_only_subject: bool
    who: Offered
    holding: Sequence[Holding]
    renewable: Sequence[Holding]
    start: Agreement | None
    on_paper: PaperTemplate | None = None

    @property
    def title(self) -> str:
        """What it is called unless somebody finds a better name."""
        if self.is_only_subject:
            return _("Lokal överenskommelse, %(municipality)s", municipality=self.who.own.name)
        return _(
            "%(subject)s: lokal överenskommelse, %(municipality)s",
            subject=self.subject,
            municipality=self.who.own.name,
        )

    @property
    def always_told(self) -> str:
        """Who takes part without being asked, in words; "" where nobody does."""
        return words.always_parties(self.who.always)

    @property
    def area(self) -> list[str]:
        """Where it holds unless somebody says otherwise: in the municipality that begins it."""
        return [str(one.id) for one in self.who.municipalities if one.id == self.who.own.id]

    @property
    def suggested(self) -> UUID | None:
        """Whose text to go on from: a municipality's own; the others choose one themselves."""
        return self.renewable[0].id if self.renewable and self.area else None


def choices(actor: Actor) -> list[Choice]:
    """Every subject of the county that has a template."""
    working = [
        one
        for one in list_agreements(actor, *IN_PROGRESS)
        if one.creator_id == actor.organisation_id and one.is_own
    ]
    is_one_place = actor.organisation_kind is OrganisationKind.MUNICIPALITY
    found = []
    for line in subject_lines(actor):
        ours = [one for one in working if one.subject_id == line.subject.id]
        if line.editions:
            found.append(Choice(line, ours, is_open=not (ours and is_one_place)))
    return found


def beginning(
    actor: Actor, found: Sequence[Choice], template_id: UUID, start: Agreement | None
) -> Beginning:
    """What to fill in to begin from a template, and from what another agreement says."""
    content = content_of(get_template_version(actor, template_id))
    lines = {edition.version.id: (one, edition) for one in found for edition in one.line.editions}
    choice, edition = lines[template_id]
    who = offered(actor, content)
    subject_id, today = choice.line.subject.id, clock.today()
    is_one_place = who.own.kind is OrganisationKind.MUNICIPALITY
    signed = list_holding(subject_id, [who.own.id] if is_one_place else None, date.min)
    return Beginning(
        edition=edition,
        subject=words.subject_name(choice.line.subject),
        is_only_subject=len(found) == 1,
        who=who,
        start=start if start and start.subject_id == subject_id else None,
        holding=[one for one in signed if one.end >= today],
        renewable=[] if start else list_renewable(signed, today),
    )


def list_without_template(actor: Actor) -> list[SubjectLine]:
    """The subjects in which only what is signed on paper can be registered."""
    return [line for line in subject_lines(actor) if not line.editions]


def beginning_on_paper(actor: Actor, subject_id: UUID) -> Beginning:
    """What to fill in to register what is signed on paper in a subject without a template."""
    found = [one for one in list_without_template(actor) if one.subject.id == subject_id]
    if not found:
        raise NotFoundError
    subject = found[0].subject
    source = paper_template(subject.key)
    content = parse_template(source, Path("paper.toml"))
    version = TemplateVersion(id=new_id(), name=content.name, subject_id=subject_id)
    who = offered(actor, content)
    is_one_place = who.own.kind is OrganisationKind.MUNICIPALITY
    signed = list_holding(subject_id, [who.own.id] if is_one_place else None, date.min)
    return Beginning(
        edition=EditionLine(version, content, None),
        subject=words.subject_name(subject),
        is_only_subject=False,
        who=who,
        holding=[one for one in signed if one.end >= clock.today()],
        renewable=[],
        start=None,
        on_paper=PaperTemplate(subject_id, content.name, source),
    )


def get_start(actor: Actor, agreement_id: UUID) -> Agreement:
    """An agreement whose texts another may begin with: one that has been signed."""
    agreement = get_agreement(actor, agreement_id)
    if not agreement.is_signed:
        raise NotFoundError
    return agreement


def newest_template(actor: Actor, subject_id: UUID) -> UUID | None:
    """The newest edition of a subject's template; None where the subject has none."""
    found = (one for one in list_template_versions(actor) if one.subject_id == subject_id)
    return next((one.id for one in found), None)
