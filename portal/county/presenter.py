"""What the pages of a county's organisations show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal import clock
from portal.authz import Actor
from portal.county import words
from portal.identity.models import Invitation
from portal.identity.service import list_invitations
from portal.tenancy import queries
from portal.tenancy.models import Organisation, OrganisationChange, Unit
from portal.tenancy.rules import may_close, may_divide

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Line:
    """An organisation, with what kind it is in words."""

    organisation: Organisation

    @property
    def kind(self) -> str:
        """What it is."""
        return str(words.KINDS[self.organisation.kind])


@dataclass(frozen=True, slots=True)
class ListPage:
    """The county's organisations: those that can be chosen, by kind, and those that have ended."""

    open: Sequence[Line]
    closed: Sequence[Line]


def list_page(actor: Actor) -> ListPage:
    """Put it together."""
    kinds = list(words.KINDS)
    found = sorted(queries.list_all_organisations(actor), key=lambda one: kinds.index(one.kind))
    return ListPage(
        [Line(one) for one in found if one.is_offered],
        [Line(one) for one in found if not one.is_offered],
    )


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What became of it, in words."""

    change: OrganisationChange
    what: str


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """One organisation with its units, who is invited to administer it, and its history."""

    organisation: Organisation
    kind: str
    units: Sequence[Unit]
    closed_units: Sequence[Unit]
    invitations: Sequence[Invitation]
    changes: Sequence[ChangeLine]
    successor: Organisation | None
    may_merge: bool
    may_divide: bool
    may_close: bool

    @property
    def waiting(self) -> Sequence[ChangeLine]:
        """New names whose day has not come."""
        return [one for one in self.changes if one.change.applied_at is None]

    @property
    def history(self) -> Sequence[ChangeLine]:
        """What has become of it, the last first."""
        return [one for one in self.changes if one.change.applied_at is not None]


def organisation_page(actor: Actor, organisation: Organisation) -> OrganisationPage:
    """Put it together."""
    units = queries.list_units_of(organisation.id, with_closed=True)
    everybody = queries.list_all_organisations(actor)
    names: dict[UUID | None, str] = {one.id: one.name for one in everybody}
    is_alone = not any(
        one.is_offered and one.kind is organisation.kind and one.id != organisation.id
        for one in everybody
    )
    return OrganisationPage(
        organisation=organisation,
        kind=str(words.KINDS[organisation.kind]),
        units=[one for one in units if one.closed_at is None],
        closed_units=[one for one in units if one.closed_at is not None],
        invitations=list_invitations(organisation.id, clock.now()),
        successor=(
            queries.get_organisation(actor, organisation.successor_id)
            if organisation.successor_id
            else None
        ),
        changes=[
            ChangeLine(one, words.change(one, names.get(one.other_id, "")))
            for one in queries.list_changes(organisation)
        ],
        may_merge=organisation.is_offered and not is_alone,
        may_divide=organisation.is_offered and may_divide(organisation.kind),
        may_close=organisation.closed_at is None and may_close(organisation.kind, is_last=is_alone),
    )
