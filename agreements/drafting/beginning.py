"""What one can begin from: a template of a subject, who takes part, what it could replace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext as _

from agreements import queries, words
from agreements.county_templates.loader import ALWAYS_PARTIES
from agreements.drafting.carrying import list_renewable
from agreements.models import Agreement
from agreements.rules import IN_PROGRESS, Holding
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
    """A subject with its templates, and what the reader's municipality works on there already."""

    line: SubjectLine
    in_progress: Agreement | None


@dataclass(frozen=True, slots=True)
class Beginning:
    """One template to begin from. `others` may be parties beside municipality and region.

    `start` is another's agreement whose texts it begins with.
    """

    edition: EditionLine
    subject: str
    is_only_subject: bool
    others: Sequence[Organisation]
    holding: Sequence[Holding]
    renewable: Sequence[Holding]
    start: Agreement | None

    def title(self, municipality: str) -> str:
        """What it is called unless somebody finds a better name."""
        if self.is_only_subject:
            return _("Lokal överenskommelse, %(municipality)s", municipality=municipality)
        return _(
            "%(subject)s: lokal överenskommelse, %(municipality)s",
            subject=self.subject,
            municipality=municipality,
        )

    @property
    def usual(self) -> list[UUID]:
        """Those of the others that most often take part: the police, where they are one area."""
        police = [one.id for one in self.others if one.kind is OrganisationKind.POLICE]
        return police if len(police) == 1 else []


def choices(actor: Actor) -> list[Choice]:
    """Every subject of the county that has a template."""
    working = _in_progress(actor)
    return [
        Choice(one, working.get(one.subject.id)) for one in subject_lines(actor) if one.editions
    ]


def _in_progress(actor: Actor) -> Mapping[UUID, Agreement]:
    return {
        one.subject_id: one
        for one in queries.list_agreements(actor, *IN_PROGRESS)
        if one.creator_id == actor.organisation_id and one.is_own
    }


def beginning(
    actor: Actor, found: Sequence[Choice], template_id: UUID, start: Agreement | None
) -> Beginning:
    """What to fill in to begin from a template, and from what another agreement says."""
    content = content_of(get_template_version(actor, template_id))
    lines = {edition.version.id: (one, edition) for one in found for edition in one.line.editions}
    choice, edition = lines[template_id]
    others = sorted(content.parties - ALWAYS_PARTIES)
    subject_id, today = choice.line.subject.id, clock.today()
    signed = queries.list_holding(subject_id, [actor.organisation_id], date.min)
    return Beginning(
        edition=edition,
        subject=words.subject_name(choice.line.subject),
        is_only_subject=len(found) == 1,
        others=tenancy.list_organisations(actor, *others) if others else (),
        start=start if start and start.subject_id == subject_id else None,
        holding=[one for one in signed if one.last_day >= today],
        renewable=[] if start else list_renewable(signed, today),
    )


def get_start(actor: Actor, agreement_id: UUID) -> Agreement:
    """An agreement whose texts another may begin with: one that has been signed."""
    agreement = queries.get_agreement(actor, agreement_id)
    if not agreement.is_signed:
        raise NotFoundError
    return agreement


def newest_template(actor: Actor, subject_id: UUID) -> UUID | None:
    """The newest edition of a subject's template; None where the subject has none."""
    found = (one for one in list_template_versions(actor) if one.subject_id == subject_id)
    return next((one.id for one in found), None)
