"""What there is to take up at a meeting: a list of sources, each of which says what is open.

A new kind of thing to take up is one more function in SOURCES.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from agreements.expected import is_review_overdue
from agreements.meetings import words
from agreements.meetings.planning import Agenda
from agreements.meetings.queries import list_decisions, list_open_suggestions, list_points
from agreements.progress import expected_now
from agreements.queries.agreement import get_agreement, list_agreements
from agreements.queries.suggestion import about_suggestions
from agreements.rules import IN_PROGRESS, SIGNED, Status
from agreements.tables.agreement import Agreement
from agreements.tables.groups import GroupMeeting, WorkingGroup
from portal.authz import Actor
from portal.errors import NotFoundError
from portal.web.i18n import speaking

SWEDISH = "sv"
POINT = "point:"


@dataclass(frozen=True, slots=True)
class Point:
    """Something to take up: a key that tells it from the others, in words, and its page."""

    key: str
    line: str
    path: str

    @property
    def own(self) -> UUID | None:
        """Which of the participants' own points it is, if it is one."""
        return UUID(self.key.removeprefix(POINT)) if self.key.startswith(POINT) else None


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose agenda of which group is put together, and on which day.

    `agreement` is the group's, where the asker may read it.
    """

    actor: Actor
    group: WorkingGroup
    agreement: Agreement | None
    today: date

    @property
    def path(self) -> str:
        """The group's page."""
        return f"/groups/{self.group.id}"


def _own_points(asked: Asked) -> Iterator[Point]:
    for one in list_points(asked.group):
        line = words.own_point(one.text, one.organisation.name)
        yield Point(f"{POINT}{one.id}", line, asked.path)


def _decisions(asked: Asked) -> Iterator[Point]:
    for one in list_decisions(asked.group):
        if one.done_at is None:
            line = words.undone(one.text, one.member.name, one.due_on, asked.today)
            yield Point(f"decision:{one.id}", line, f"{asked.path}/meetings/{one.meeting_id}")


def _suggestions(asked: Asked) -> Iterator[Point]:
    agreement = asked.agreement
    if agreement is None or agreement.status is not Status.SHARED:
        return
    found = list_open_suggestions(agreement)
    about = about_suggestions(found)
    for one in found:
        party = agreement.party_name(one.organisation_id, one.created_at)
        path = f"/agreements/{agreement.id}/suggestions/{one.id}"
        yield Point(f"suggestion:{one.id}", words.suggestion(about.get(one.id, ""), party), path)


def _late(asked: Asked) -> Iterator[Point]:
    """What a party of the group's agreement should have done by now, but answers to suggestions."""
    agreement = asked.agreement
    if agreement is None:
        return
    for one in expected_now(agreement, asked.today):
        if one.is_late(asked.today) and one.until and one.suggestion is None:
            line = words.late(one.task, agreement.party_name(one.party), one.until)
            path = f"/agreements/{agreement.id}{one.page}"
            yield Point(f"late:{one.task.value}:{one.party}", line, path)


def _reviews(asked: Asked) -> Iterator[Point]:
    """Agreements that should have been followed up, for a group of the county's own."""
    if asked.group.agreement_id is not None or not asked.group.covers_county:
        return
    for agreement in list_agreements(asked.actor, *SIGNED):
        term = agreement.held
        if term.review_on and is_review_overdue(agreement.status, term, asked.today):
            line = words.review(agreement.title, term.review_on)
            yield Point(f"review:{agreement.id}", line, f"/agreements/{agreement.id}")


Source = Callable[[Asked], Iterable[Point]]
SOURCES: Sequence[Source] = (_own_points, _decisions, _suggestions, _late, _reviews)


def agenda_of(actor: Actor, group: WorkingGroup, today: date) -> Sequence[Point]:
    """What is open now, source by source."""
    asked = Asked(actor, group, _agreement_of(actor, group), today)
    return [point for source in SOURCES for point in source(asked)]


def as_sent(actor: Actor, group: WorkingGroup, today: date) -> Agenda:
    """The same as a summons and the minutes keep it: in Swedish, whoever asks."""
    with speaking(SWEDISH):
        return [_as_kept(one) for one in agenda_of(actor, group, today)]


def kept(meeting: GroupMeeting) -> Sequence[Point]:
    """The agenda as a meeting keeps it."""
    return [Point(one["key"], one["line"], one["path"]) for one in meeting.agenda]


def offered(
    actor: Actor, group: WorkingGroup, meeting: GroupMeeting, today: date
) -> Sequence[Point]:
    """What a meeting may be said to have taken up: what it is said to already, and what is open."""
    with speaking(SWEDISH):
        found: Mapping[str, Point] = {
            one.key: one for one in (*kept(meeting), *agenda_of(actor, group, today))
        }
    return [*found.values()]


def chosen(points: Iterable[Point], keys: Iterable[str]) -> Agenda:
    """Those of the points that were ticked."""
    wanted = {*keys}
    return [_as_kept(one) for one in points if one.key in wanted]


def _as_kept(one: Point) -> dict[str, str]:
    return {"key": one.key, "line": one.line, "path": one.path}


def _agreement_of(actor: Actor, group: WorkingGroup) -> Agreement | None:
    if group.agreement_id is None:
        return None
    try:
        agreement = get_agreement(actor, group.agreement_id)
    except NotFoundError:
        return None
    is_working = actor.organisation_id in agreement.party_ids or agreement.status not in IN_PROGRESS
    return agreement if is_working else None
