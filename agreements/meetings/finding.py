"""What an address of groups points at, found within what the database lets the actor see."""

from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from agreements.tables.groups import (
    GroupDecision,
    GroupMeeting,
    GroupMember,
    GroupPoint,
    WorkingGroup,
)
from portal.authz import Actor
from portal.db import db
from portal.errors import NotFoundError

Part = TypeVar("Part", GroupMeeting, GroupMember, GroupPoint, GroupDecision)


@dataclass(frozen=True, slots=True)
class PartOfGroup(Generic[Part]):
    """A part together with the group it was looked up in: never the one without the other."""

    group: WorkingGroup
    part: Part

    @property
    def member_ids(self) -> frozenset[UUID]:
        """The organisations that take part in the group."""
        return self.group.member_ids

    @property
    def convener_id(self) -> UUID:
        """The organisation that calls the group together."""
        return self.group.convener_id


def groups_of(actor: Actor) -> Select[WorkingGroup]:
    """Groups of the actor's county, with who takes part; the database says which the actor sees."""
    return (
        select(WorkingGroup)
        .where(WorkingGroup.county_id == actor.county_id)
        .options(
            joinedload(WorkingGroup.convener),
            joinedload(WorkingGroup.agreement),
            selectinload(WorkingGroup.every_member).joinedload(GroupMember.organisation),
        )
    )


def get_group(actor: Actor, group_id: UUID) -> WorkingGroup:
    """One group with those who take part."""
    statement = groups_of(actor).where(WorkingGroup.id == group_id)
    group = db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if group is None:
        raise NotFoundError
    return group


def get_meeting_part(actor: Actor, group_id: UUID, meeting_id: UUID) -> PartOfGroup[GroupMeeting]:
    """A meeting of a group."""
    return _part(actor, group_id, GroupMeeting, meeting_id)


def get_member_part(actor: Actor, group_id: UUID, member_id: UUID) -> PartOfGroup[GroupMember]:
    """Somebody who takes part in a group now."""
    found = _part(actor, group_id, GroupMember, member_id)
    if found.part.left_at is not None:
        raise NotFoundError
    return found


def get_member_or_left(actor: Actor, group_id: UUID, member_id: UUID) -> PartOfGroup[GroupMember]:
    """Somebody who takes part in a group, or has."""
    return _part(actor, group_id, GroupMember, member_id)


def get_point_part(actor: Actor, group_id: UUID, point_id: UUID) -> PartOfGroup[GroupPoint]:
    """Something to take up that the actor's organisation has put on the agenda."""
    found = _part(actor, group_id, GroupPoint, point_id)
    if found.part.organisation_id != actor.organisation_id:
        raise NotFoundError
    return found


def get_decision_part(
    actor: Actor, group_id: UUID, decision_id: UUID
) -> PartOfGroup[GroupDecision]:
    """A decision of a group."""
    return _part(actor, group_id, GroupDecision, decision_id)


def _part(actor: Actor, group_id: UUID, kind: type[Part], part_id: UUID) -> PartOfGroup[Part]:
    group = get_group(actor, group_id)
    part = db.session.scalar(select(kind).where(kind.id == part_id, kind.group_id == group.id))
    if part is None:
        raise NotFoundError
    return PartOfGroup(group, part)
