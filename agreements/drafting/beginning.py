"""What one can begin from: a template of a subject, who takes part, what it could replace."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext as _

from agreements import words
from agreements.drafting.carrying import list_renewable
from agreements.drafting.composing import always_parties
from agreements.queries.agreement import get_agreement, list_agreements
from agreements.queries.holding import list_holding
from agreements.rules import IN_PROGRESS, Holding
from agreements.tables.agreement import Agreement
from agreements.templates.presenter import EditionLine, SubjectLine, subject_lines
from agreements.templates.queries import get_template_version, list_template_versions
from agreements.templates.service import content_of
from portal import clock
from portal.authz import Actor, OrganisationKind
from portal.errors import NotFoundError
from portal.tenancy import queries as tenancy
from portal.tenancy.models import Organisation


@dataclass(frozen=True, slots=True)
class Choice:
    """A subject with its templates, and what the reader's organisation has begun there already.

    `is_open`: it may begin on another. A municipality, in which all it begins holds, may not.
    """

    line: SubjectLine
    in_progress: Sequence[Agreement]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Beginning:
    """One template to begin from.

    `own` begins. The agreement may hold in the `municipalities`. `chosen` are those who take part
    only if they are asked, and `drafters` those who may write the draft with the beginner. `always`
    are the kinds of those who take part without being asked. `start` is another's agreement whose
    texts it begins with.
    """

    edition: EditionLine
    subject: str
    is_only_subject: bool
    own: Organisation
    municipalities: Sequence[Organisation]
    chosen: Sequence[Organisation]
    drafters: Sequence[Organisation]
    always: Sequence[str]
    holding: Sequence[Holding]
    renewable: Sequence[Holding]
    start: Agreement | None

    @property
    def title(self) -> str:
        """What it is called unless somebody finds a better name."""
        if self.is_only_subject:
            return _("Lokal överenskommelse, %(municipality)s", municipality=self.own.name)
        return _(
            "%(subject)s: lokal överenskommelse, %(municipality)s",
            subject=self.subject,
            municipality=self.own.name,
        )

    @property
    def always_told(self) -> str:
        """Who takes part without being asked, in words; "" where nobody does."""
        return words.always_parties(self.always)

    @property
    def area(self) -> list[str]:
        """Where it holds unless somebody says otherwise: in the municipality that begins it."""
        return [str(one.id) for one in self.municipalities if one.id == self.own.id]

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
    own = tenancy.get_own_organisation(actor)
    subject_id, today = choice.line.subject.id, clock.today()
    is_one_place = own.kind is OrganisationKind.MUNICIPALITY
    signed = list_holding(subject_id, [own.id] if is_one_place else None, date.min)
    every = tenancy.list_organisations(actor)
    places = [one for one in every if one.kind is OrganisationKind.MUNICIPALITY]
    may = [one for one in every if one.kind in content.parties]
    always = {one.id for one in always_parties(content, every, places)}
    order = list(OrganisationKind)
    return Beginning(
        edition=edition,
        subject=words.subject_name(choice.line.subject),
        is_only_subject=len(found) == 1,
        own=own,
        municipalities=places,
        chosen=sorted(
            (one for one in may if one.id not in always), key=lambda one: order.index(one.kind)
        ),
        drafters=sorted(
            (one for one in may if one.id != own.id), key=lambda one: order.index(one.kind)
        ),
        always=[one.value for one in sorted(content.required, key=order.index)],
        start=start if start and start.subject_id == subject_id else None,
        holding=[one for one in signed if one.end >= today],
        renewable=[] if start else list_renewable(signed, today),
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
