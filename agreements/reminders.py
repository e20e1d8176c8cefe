"""Which reminders what is expected gives rise to: some days before, on the day and once after it.

Pure functions. Who gets a mail of each is the database's to say (app.queue_reminders).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from agreements.expected import (
    Expected,
    Facts,
    GroupFacts,
    Task,
    expected,
    expected_in_group,
    role_of,
)
from agreements.terms import EXPIRES_SOON
from portal.authz import Role
from portal.zone import STOCKHOLM


class Nearness(StrEnum):
    """How near the day is on which something is to have been done."""

    NEAR = "near"
    DUE = "due"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is to be said to whom. The same `dedupe` is never said twice.

    `party` is None where every party is told; `sender` is who waits, None where it is oneself.
    """

    agreement: UUID
    party: UUID | None
    role: Role
    sender: UUID | None
    kind: str
    path: str
    dedupe: str


def reminders(agreement: UUID, facts: Facts, today: date, ahead: timedelta) -> Iterator[Reminder]:
    """What those it waits for are reminded of today, `ahead` of the day, on it or after it."""
    for one in expected(facts, today):
        near = nearness(one, today, ahead)
        if near is not None and one.until is not None:
            yield _reminder(agreement, facts, one, near, one.until)


# told to every party, by kinds of their own
_OF_LIFE = {
    Task.FOLLOW_UP: {
        Nearness.NEAR: "agreement.review_near",
        Nearness.DUE: "agreement.review_near",
        Nearness.LATE: "agreement.review_late",
    },
    Task.RENEW: {
        Nearness.NEAR: "agreement.expiring",
        Nearness.DUE: "agreement.expiring",
        Nearness.LATE: "agreement.ended",
    },
    Task.FINISH: {
        Nearness.NEAR: "agreement.ends_before_next",
        Nearness.DUE: "agreement.ends_before_next",
        Nearness.LATE: "agreement.ended",
    },
}


def nearness(one: Expected, today: date, ahead: timedelta) -> Nearness | None:
    """How near its day is, when that is to be said today."""
    if one.until is None:
        return None
    if one.until < today:
        # not of what ended long before anybody was told
        is_old = one.task in {Task.RENEW, Task.FINISH} and one.until < today - EXPIRES_SOON
        return None if is_old else Nearness.LATE
    if one.until == today:
        return Nearness.DUE
    first = one.until - ahead
    is_new = one.since.astimezone(STOCKHOLM).date() >= first
    if one.task in _OF_LIFE or (first <= today and not is_new):
        return Nearness.NEAR
    return None


def _reminder(
    agreement: UUID, facts: Facts, one: Expected, near: Nearness, until: date
) -> Reminder:
    if one.task in _OF_LIFE:
        kind = _OF_LIFE[one.task][near]
        mark = ":due" if near is Nearness.DUE else ""
        return Reminder(
            agreement=agreement,
            party=None,
            role=Role.COORDINATOR,
            sender=None,
            kind=kind,
            path=f"/agreements/{agreement}",
            dedupe=f"{kind}:{agreement}:{until}{mark}",
        )
    kind = f"agreement.{near.value}"
    about = one.suggestion or one.deviation or one.dispute or ""
    waits = _who_waits(facts, one)
    return Reminder(
        agreement=agreement,
        party=one.party,
        role=role_of(one.task),
        sender=None if waits == one.party else waits,
        kind=kind,
        path=f"/agreements/{agreement}{one.page}",
        dedupe=f"{kind}:{agreement}:{one.task.value}:{until}:{one.party}:{about}",
    )


def _who_waits(facts: Facts, one: Expected) -> UUID:
    """Whose text, suggestion or report it is."""
    waits = {suggestion.id: suggestion.party for suggestion in facts.suggestions}
    waits |= {deviation.id: deviation.reporter for deviation in facts.deviations}
    about = one.suggestion or one.deviation
    return waits.get(about, facts.creator) if about else facts.creator


@dataclass(frozen=True, slots=True)
class GroupReminder:
    """What is to be said in a group: to a party, or to everybody in it where `party` is None."""

    group: UUID
    party: UUID | None
    kind: str
    path: str
    dedupe: str


def group_reminders(
    group: UUID, facts: GroupFacts, today: date, ahead: timedelta
) -> Iterator[GroupReminder]:
    """What those who take part in a group are reminded of today: a meeting, and what to do."""
    for one in facts.coming:
        day = one.since.astimezone(STOCKHOLM).date()
        if today <= day <= today + ahead:
            yield GroupReminder(
                group=group,
                party=None,
                kind="group.meeting_near",
                path=f"/groups/{group}/meetings/{one.id}",
                dedupe=f"group.meeting_near:{one.id}:{day}",
            )
    for task in expected_in_group(facts, today):
        near = nearness(task, today, ahead)
        if near is not None and task.until is not None:
            kind = f"group.{near.value}"
            about = task.decision or ""
            yield GroupReminder(
                group=group,
                party=task.party,
                kind=kind,
                path=f"/groups/{group}{task.page}",
                dedupe=f"{kind}:{group}:{task.task.value}:{task.until}:{task.party}:{about}",
            )
