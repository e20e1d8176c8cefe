"""Who would see what somebody is about to write, for each category that it can be in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from portal.db import db
from portal.tenancy.models import Organisation
from sip.content.parts import PlanContent, PlanParties
from sip.door.opening import OpenedPlan
from sip.kernel.categories import category_choices
from sip.kernel.vocabulary import PersonKind
from sip.tables import functions


@dataclass(frozen=True, slots=True)
class Sees:
    """A category of information, and the names of all who see what is in it."""

    category: str
    label: str
    names: Sequence[str]


def who_sees(
    opened: OpenedPlan,
    parties: PlanContent | PlanParties,
    source: UUID,
    *,
    only: Collection[str] = (),
    among: Collection[UUID] = (),
) -> Sequence[Sees]:
    """Who sees what `source` says: organisations with their people, and private people.

    In each category, or `only` in some; what is said between parties is seen `among` them alone.
    """
    labels = {key: label for key, label in category_choices() if key in only or not only}
    asked = functions.audiences(opened.plan_id, source, list(labels))
    found = {key: told & frozenset(among) if among else told for key, told in asked.items()}
    always = {source} | {one.id for one in parties.people if one.kind is PersonKind.SUBJECT}
    names = _names(parties, always.union(*found.values()))
    return [
        Sees(key, label, [name for one, name in names.items() if one in found[key] | always])
        for key, label in labels.items()
    ]


def _names(plan: PlanContent | PlanParties, parties: Collection[UUID]) -> Mapping[UUID, str]:
    """What parties are called: the private people first, then organisations with their staff."""
    people = {one.id: one.name for one in plan.people if one.id in parties}
    staff: dict[UUID, list[str]] = {}
    for one in plan.participants:
        if not one.is_ended:
            staff.setdefault(one.organisation_id, []).append(one.name)
    found = select(Organisation.id, Organisation.name).where(Organisation.id.in_(parties))
    organisations = {
        row.id: f"{row.name} ({', '.join(staff[row.id])})" if row.id in staff else row.name
        for row in db.session.execute(found.order_by(Organisation.sort_key))
    }
    return people | organisations
