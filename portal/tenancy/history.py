"""What has become of an organisation and its units, for those who read its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.authz import Actor
from portal.tenancy import queries, words
from portal.tenancy.models import Organisation, OrganisationChange

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What became of it, in words."""

    change: OrganisationChange
    what: str


@dataclass(frozen=True, slots=True)
class History:
    """What has happened, the last first, and new names whose day has not come."""

    happened: Sequence[ChangeLine]
    waiting: Sequence[OrganisationChange]


def history_of(actor: Actor, organisation: Organisation) -> History:
    """What has become of an organisation and of its units, and which came to it."""
    changes = queries.list_changes(organisation)
    met = (_other(one, organisation) for one in changes)
    others = {one for one in met if one is not None}
    found = queries.list_organisations(actor, ids=list(others)) if others else ()
    names: dict[UUID | None, str] = {one.id: one.name for one in found}
    return History(
        [_line(one, organisation, names) for one in changes if one.applied_at is not None],
        [one for one in changes if one.applied_at is None],
    )


def _line(
    one: OrganisationChange, organisation: Organisation, names: "Mapping[UUID | None, str]"
) -> ChangeLine:
    other = names.get(_other(one, organisation), "")
    is_own = one.organisation_id == organisation.id
    return ChangeLine(one, words.change(one, other) if is_own else words.came(one, other))


def _other(one: OrganisationChange, organisation: Organisation) -> "UUID | None":
    return one.other_id if one.organisation_id == organisation.id else one.organisation_id
