"""What the pages of a county's organisations show."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal import clock
from portal.authz import Actor
from portal.county import words
from portal.identity.models import Invitation
from portal.identity.service import list_invitations
from portal.tenancy import queries
from portal.tenancy.models import Organisation, OrganisationChange, Unit


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
    """The county's organisations: those that are open, by kind, and those that are not."""

    open: Sequence[Line]
    closed: Sequence[Line]


def list_page(actor: Actor) -> ListPage:
    """Put it together."""
    kinds = list(words.KINDS)
    found = sorted(queries.list_all_organisations(actor), key=lambda one: kinds.index(one.kind))
    return ListPage(
        [Line(one) for one in found if one.closed_at is None],
        [Line(one) for one in found if one.closed_at is not None],
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

    @property
    def waiting(self) -> Sequence[ChangeLine]:
        """New names whose day has not come."""
        return [one for one in self.changes if one.change.applied_at is None]

    @property
    def history(self) -> Sequence[ChangeLine]:
        """What has become of it, the last first."""
        return [one for one in self.changes if one.change.applied_at is not None]


def organisation_page(organisation: Organisation) -> OrganisationPage:
    """Put it together."""
    units = queries.list_units_of(organisation.id, with_closed=True)
    return OrganisationPage(
        organisation=organisation,
        kind=str(words.KINDS[organisation.kind]),
        units=[one for one in units if one.closed_at is None],
        closed_units=[one for one in units if one.closed_at is not None],
        invitations=list_invitations(organisation.id, clock.now()),
        changes=[ChangeLine(one, words.change(one)) for one in queries.list_changes(organisation)],
    )
