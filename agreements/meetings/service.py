"""Forming a group, changing it, who takes part in it, ending it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from agreements.facts import Every
from agreements.groups import GroupKind
from agreements.meetings.finding import PartOfGroup
from agreements.meetings.queries import list_offered, list_planned, list_undone
from agreements.meetings.rules import (
    MeetingRefusal,
    MeetingRuleError,
    check_series,
)
from agreements.queries.agreement import get_agreement
from agreements.tables import functions, reminder_functions
from agreements.tables.groups import GroupMember, WorkingGroup
from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db, hold
from portal.documents.written import check_written
from portal.edits import Edit, settle
from portal.errors import NotFoundError, check_all
from portal.ids import new_id
from portal.outbox.calendar import CANCEL, REQUEST
from portal.personal_data import check_impersonal

PLANNED, CANCELLED = "group.meeting_planned", "group.meeting_cancelled"
JOINED, LEFT, ENDED = "group.joined", "group.left", "group.ended"


@dataclass(frozen=True, slots=True)
class GroupSaid:
    """What somebody says of a group. `agreement_id` is None for a group of the county."""

    kind: GroupKind
    name: str
    agreement_id: UUID | None
    covers_county: bool
    convener_id: UUID
    every: int | None
    unit: Every | None


def group_said(
    *,
    kind: str,
    name: str,
    agreement_id: UUID | None,
    covers_county: bool,
    convener_id: UUID,
    every: int | None,
    unit: str,
) -> GroupSaid:
    """The same from what a form holds: a GroupKind, and an Every or ""."""
    counted_in = Every(unit) if unit else None
    return GroupSaid(
        GroupKind(kind), name, agreement_id, covers_county, convener_id, every, counted_in
    )


def form_group(
    actor: Actor,
    group_id: UUID,
    said: GroupSaid,
    taking_part: Collection[UUID],
    *,
    now: datetime,
) -> None:
    """Form a group that the actor's organisation calls together. The same id twice is one group."""
    if db.session.get(WorkingGroup, group_id) is not None:
        return
    _check(actor, said)
    others = {*taking_part} - {actor.organisation_id}
    if not others:
        raise MeetingRuleError(MeetingRefusal.NOBODY_ELSE, field="taking_part")
    offered = [one.id for one in list_offered(actor)]
    if not others <= {*offered}:
        raise NotFoundError
    group = WorkingGroup(
        id=group_id,
        county_id=actor.county_id,
        kind=said.kind,
        name=said.name,
        agreement_id=said.agreement_id,
        covers_county=said.covers_county,
        convener_id=actor.organisation_id,
        every=said.every,
        unit=said.unit,
        formed_by=actor.name,
        formed_at=now,
    )
    db.session.add(group)
    db.session.flush()
    everybody = [actor.organisation_id, *(one for one in offered if one in others)]
    db.session.add_all(_member(group, one, "", now, confirms=False) for one in everybody)
    db.session.flush()
    audit.record(actor, "group.formed", group, kind=said.kind.value, members=len(everybody))
    db.session.flush()
    reminder_functions.tell_of_group(group.id, JOINED, now)


def as_texts(group: WorkingGroup) -> dict[str, str]:
    """What is said of a group, by the names of the form's fields; "" for none."""
    return {
        "kind": group.kind.value,
        "name": group.name,
        "agreement": str(group.agreement_id or ""),
        "covers_county": "yes" if group.covers_county else "",
        "convener": str(group.convener_id),
        "every": str(group.every or ""),
        "unit": group.unit.value if group.unit else "",
    }


def change_group(actor: Actor, group: WorkingGroup, edit: Edit) -> None:
    """Change what is said of a group, or let another of its members call it together.

    What the form did not touch keeps what a colleague has said since. Raises StaleError where both
    have changed the same.
    """
    hold(group.id)
    db.session.refresh(group)
    _check_going(group)
    current = as_texts(group)
    whole = {**current, **settle(current, edit, changed_by="")}
    said = group_said(
        kind=whole["kind"],
        name=whole["name"],
        agreement_id=UUID(whole["agreement"]) if whole["agreement"] else None,
        covers_county=bool(whole["covers_county"]),
        convener_id=UUID(whole["convener"]),
        every=int(whole["every"]) if whole["every"] else None,
        unit=whole["unit"],
    )
    _check(actor, said, was=group.agreement_id)
    if said.convener_id not in group.member_ids | {group.convener_id}:
        raise NotFoundError
    changed = [
        name
        for name in (
            "kind",
            "name",
            "agreement_id",
            "covers_county",
            "convener_id",
            "every",
            "unit",
        )
        if getattr(group, name) != getattr(said, name)
    ]
    if not changed:
        return
    for name in changed:
        setattr(group, name, getattr(said, name))
    audit.record(actor, "group.changed", group, what=",".join(changed))


def add_member(
    actor: Actor,
    group: WorkingGroup,
    organisation_id: UUID,
    function: str,
    *,
    confirms: bool,
    now: datetime,
) -> None:
    """Let an organisation take part, and ask it to what is planned already."""
    _check_going(group)
    check_impersonal("function", function)
    there = {(one.organisation_id, one.function, one.confirms) for one in group.members}
    if (organisation_id, function, confirms) in there:
        return
    if organisation_id not in {one.id for one in list_offered(actor)}:
        raise NotFoundError
    _check_new(group, organisation_id, function)
    is_new = organisation_id not in group.member_ids
    member = _member(group, organisation_id, function, now, confirms=confirms)
    db.session.add(member)
    db.session.flush()
    audit.record(actor, "group.member_added", member)
    if is_new:
        reminder_functions.tell_of_group(group.id, JOINED, now, organisation_id)
        for one in list_planned(group, now):
            reminder_functions.summon(one.id, PLANNED, REQUEST, organisation_id)


def member_as_texts(member: GroupMember) -> dict[str, str]:
    """What is said of somebody who takes part, by the names of the form's fields."""
    return {"function": member.function, "confirms": "yes" if member.confirms else ""}


def change_member(actor: Actor, subject: PartOfGroup[GroupMember], edit: Edit) -> None:
    """Change by which function somebody takes part, or whether they confirm the minutes.

    As `change_group` it keeps what a colleague has changed and the form did not touch.
    """
    group, member = subject.group, subject.part
    hold(group.id)
    db.session.refresh(member)
    _check_going(group)
    current = member_as_texts(member)
    whole = {**current, **settle(current, edit, changed_by="")}
    function, confirms = whole["function"], bool(whole["confirms"])
    check_impersonal("function", function)
    if (member.function, member.confirms) == (function, confirms):
        return
    if member.function != function:
        _check_new(group, member.organisation_id, function)
    member.function, member.confirms = function, confirms
    audit.record(actor, "group.member_changed", member)


def remove_member(
    actor: Actor, subject: PartOfGroup[GroupMember], instead: UUID | None, *, now: datetime
) -> None:
    """Let somebody take part no more: what is planned leaves their calendar.

    What they were to do is done by `instead`, and minutes do not wait for an organisation that has
    nobody left in the group. Two who remove the same remove it once.
    """
    group, member = subject.group, subject.part
    hold(group.id)
    db.session.refresh(member, ["left_at"])
    if member.left_at is not None:
        return
    _check_going(group)
    left = [one for one in group.members if one.id != member.id]
    if not {one.organisation_id for one in left} - {group.convener_id}:
        raise MeetingRuleError(MeetingRefusal.LAST_MEMBER)
    if list_undone(member) and instead not in {one.id for one in left}:
        raise MeetingRuleError(MeetingRefusal.NOBODY_INSTEAD, field="instead")
    functions.leave_group(member.id, instead)
    member.left_at = now
    audit.record(actor, "group.member_removed", member)
    if member.organisation_id not in {one.organisation_id for one in left}:
        reminder_functions.tell_of_group(group.id, LEFT, now, member.organisation_id)
        for one in list_planned(group, now):
            reminder_functions.summon(one.id, CANCELLED, CANCEL, member.organisation_id)


def end_group(actor: Actor, group: WorkingGroup, *, reason: str, now: datetime) -> None:
    """End a group. What it has decided and written stays. The same reason twice ends it once."""
    hold(group.id)
    db.session.refresh(group, ["ended_at", "ended_reason"])
    if group.ended_at is not None and group.ended_reason == reason:
        return
    _check_going(group)
    check_all(
        lambda: check_impersonal("reason", reason),
        lambda: check_written("reason", reason),
    )
    if list_planned(group, now):
        raise MeetingRuleError(MeetingRefusal.MEETING_AHEAD)
    group.ended_at, group.ended_by, group.ended_reason = now, actor.name, reason
    audit.record(actor, "group.ended", group)
    reminder_functions.tell_of_group(group.id, ENDED, now)


def _check(actor: Actor, said: GroupSaid, was: UUID | None = None) -> None:
    check_all(
        lambda: check_series(said.every, said.unit),
        lambda: check_impersonal("name", said.name),
    )
    if said.agreement_id is not None and said.agreement_id != was:
        agreement = get_agreement(actor, said.agreement_id)
        if actor.organisation_id not in agreement.party_ids:
            raise NotFoundError


def _check_going(group: WorkingGroup) -> None:
    if group.ended_at is not None:
        raise MeetingRuleError(MeetingRefusal.ENDED)


def _check_new(group: WorkingGroup, organisation_id: UUID, function: str) -> None:
    taken = {(one.organisation_id, one.function) for one in group.members}
    if (organisation_id, function) in taken:
        raise MeetingRuleError(MeetingRefusal.IN_IT_ALREADY, field="function")


def _member(
    group: WorkingGroup, organisation_id: UUID, function: str, now: datetime, *, confirms: bool
) -> GroupMember:
    return GroupMember(
        id=new_id(),
        county_id=group.county_id,
        group_id=group.id,
        organisation_id=organisation_id,
        function=function,
        confirms=confirms,
        joined_at=now,
    )
