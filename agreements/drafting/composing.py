"""Where a new agreement is to hold, and who takes part in it with what."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from agreements.changes import NewParty
from agreements.county_templates.model import TemplateFile
from agreements.refusals import AgreementRuleError, Refusal
from agreements.rules import Part, check_parts
from portal.authz import Actor, OrganisationKind
from portal.errors import NotFoundError
from portal.tenancy import queries as tenancy
from portal.tenancy.models import Organisation

_MUNICIPALITY = OrganisationKind.MUNICIPALITY


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody asks for: `parts` by organisation, and who is `drafting` with the beginner.

    Those whom the template always asks for take part without being named.
    """

    municipalities: Collection[UUID]
    covers_county: bool = False
    parts: Mapping[UUID, Part] = field(default_factory=dict)
    drafting: Collection[UUID] = ()


@dataclass(frozen=True, slots=True)
class Composition:
    """The area, by name, and the parties in their order."""

    area: Sequence[Organisation]
    covers_county: bool
    parties: Sequence[NewParty]

    @property
    def municipality_ids(self) -> list[UUID]:
        """Where it holds."""
        return [one.id for one in self.area]


@dataclass(frozen=True, slots=True)
class Offered:
    """Whom a template lets take part, for whoever begins an agreement: `own`.

    It may hold in the `municipalities`. `chosen` are those who take part only if they are asked,
    and `drafters` those who may write the draft with the beginner. `always` are the kinds of those
    who take part without being asked.
    """

    own: Organisation
    municipalities: Sequence[Organisation]
    chosen: Sequence[Organisation]
    drafters: Sequence[Organisation]
    always: Sequence[str]


def offered(actor: Actor, content: TemplateFile) -> Offered:
    """Work it out."""
    own = tenancy.get_own_organisation(actor)
    every = tenancy.list_organisations(actor)
    places = [one for one in every if one.kind is _MUNICIPALITY]
    order = list(OrganisationKind)
    may = sorted(
        (one for one in every if one.kind in content.parties), key=lambda one: order.index(one.kind)
    )
    always = {one.id for one in always_parties(content, every, places)}
    return Offered(
        own=own,
        municipalities=places,
        chosen=[one for one in may if one.id not in always],
        drafters=[one for one in may if one.id != own.id],
        always=[one.value for one in sorted(content.required, key=order.index)],
    )


def compose(actor: Actor, content: TemplateFile, wanted: Wanted) -> Composition:
    """Who and where, as the template lets it be."""
    every = {one.id: one for one in tenancy.list_organisations(actor)}
    if not {*wanted.municipalities, *wanted.parts, *wanted.drafting} <= set(every):
        raise NotFoundError
    area = [
        one
        for one in every.values()
        if one.kind is _MUNICIPALITY and (wanted.covers_county or one.id in wanted.municipalities)
    ]
    if not area:
        raise AgreementRuleError(Refusal.NO_AREA, field="area")
    always = {one.id for one in always_parties(content, every.values(), area)}
    parts = {**dict(wanted.parts), **dict.fromkeys(always, Part.BOUND)}
    _check_parties(actor, content, [every[one] for one in parts], area)
    if not set(wanted.drafting) <= set(parts):
        raise AgreementRuleError(Refusal.DRAFTS_WITHOUT_PART, field="drafting")
    check_parts([(every[one].kind, part) for one, part in parts.items()], required=content.required)
    drafting = {actor.organisation_id, *wanted.drafting}
    order = list(OrganisationKind)
    return Composition(
        area=area,
        covers_county=wanted.covers_county,
        parties=[
            NewParty(one, parts[one.id], drafts=one.id in drafting)
            for one in sorted(every.values(), key=lambda one: order.index(one.kind))
            if one.id in parts
        ],
    )


def always_parties(
    content: TemplateFile, organisations: Collection[Organisation], area: Sequence[Organisation]
) -> Iterator[Organisation]:
    """Those whom the template always asks for: its area's municipalities, the county's region."""
    for kind in content.required:
        found = [one for one in organisations if one.kind is kind]
        if kind is _MUNICIPALITY:
            yield from area
        elif len(found) == 1:
            yield from found


def _check_parties(
    actor: Actor,
    content: TemplateFile,
    parties: Sequence[Organisation],
    area: Sequence[Organisation],
) -> None:
    if not {one.kind for one in parties} <= content.parties:
        raise AgreementRuleError(Refusal.NOT_A_PARTY, field="parties")
    here = {one.id for one in area}
    if any(one.kind is _MUNICIPALITY and one.id not in here for one in parties):
        raise AgreementRuleError(Refusal.OUTSIDE_AREA, field="area")
    if actor.organisation_id not in {one.id for one in parties}:
        is_elsewhere = (
            actor.organisation_kind is _MUNICIPALITY and actor.organisation_id not in here
        )
        refusal = Refusal.OUTSIDE_AREA if is_elsewhere else Refusal.BEGINS_WITHOUT_PART
        raise AgreementRuleError(refusal, field="area" if is_elsewhere else "parties")
