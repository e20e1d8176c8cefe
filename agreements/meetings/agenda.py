"""What there is to take up at a meeting: a list of sources, each of which says what is open.

A new kind of thing that is open of an agreement is one more AgendaSource in WENT_WRONG, NOT_DONE or
NOT_IN, with what it reads in app.open_of_agreement(); any other is one more function in SOURCES.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from agreements.expected import is_review_overdue
from agreements.lob import queries as lob
from agreements.meetings import words
from agreements.meetings.of_agreement import OpenOf, ask
from agreements.meetings.planning import Agenda
from agreements.meetings.queries import (
    list_decisions,
    list_open_suggestions,
    list_points,
)
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
    """Something to take up: a key that tells it from the others, in words, and its page.

    `path` is "" for who has nothing to do there.
    """

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


def _deviations(found: OpenOf) -> Iterator[Point]:
    """What has not gone as it says, as far as the reader's organisation has part in it.

    What was written stays with its two sides.
    """
    for one in found.deviations:
        line = words.deviation(
            one.named,
            found.agreement.party_name(one.concerns_id),
            one.answer_by,
            found.today,
            is_answered=one.is_answered,
        )
        yield Point(f"deviation:{one.id}", line, f"{_path(found)}/deviations/{one.id}")


def _disputes(found: OpenOf) -> Iterator[Point]:
    for one in found.disputes:
        line = words.dispute(one.named, one.forum)
        yield Point(f"dispute:{one.id}", line, f"{_path(found)}/disputes/{one.id}")


def _values(found: OpenOf) -> Iterator[Point]:
    """What it follows up and nobody has entered in time."""
    places = found.places
    for one in found.values_lacking:
        if one.is_late(found.today):
            party = found.agreement.party_name(one.reporter)
            name, place = one.asked.indicator.name, places.get(one.place, "")
            line = words.value_lacking(name, place, one.year, party)
            key = f"value:{one.asked.known_by}:{one.year}:{one.place}"
            yield Point(key, line, f"{_path(found)}/follow-up")


def _figures(found: OpenOf) -> Iterator[Point]:
    """The police's yearly figures of its municipalities that should be in."""
    return _missing(found.figures_missing)


def _missing(figures: Mapping[int, Sequence[str]]) -> Iterator[Point]:
    for year, names in figures.items():
        if names:
            line = words.figures_lacking(", ".join(names), year)
            yield Point(f"lob:{year}", line, f"/county/lob?year={year}")


def activities(found: OpenOf, until: date) -> Iterator[Point]:
    """What its plan of activities asks for until a day."""
    for one in found.activities:
        if one.due_on <= until:
            party = found.agreement.party_name(one.owner_id)
            line = words.to_do(one.what, party, one.due_on, found.today)
            yield Point(f"activity:{one.id}", line, f"{_path(found)}/activities")


def _activities(found: OpenOf) -> Iterator[Point]:
    return activities(found, found.today - timedelta(days=1))


def _routines(found: OpenOf) -> Iterator[Point]:
    """Routines about LOB that should have been gone through."""
    one = found.review
    if one is not None and one.until < found.today:
        party = found.agreement.party_name(one.asked_id)
        line = words.to_do(words.go_through_lob(), party, one.until, found.today)
        yield Point("lob-review", line, f"{_path(found)}/lob")


def _path(found: OpenOf) -> str:
    return f"/agreements/{found.agreement.id}"


@dataclass(frozen=True, slots=True)
class AgendaSource:
    """A kind of what is open of an agreement: what is read of it, and what it says."""

    parts: Sequence[str]
    told: Callable[[OpenOf], Iterable[Point]]


WENT_WRONG = (AgendaSource(["deviations"], _deviations), AgendaSource(["disputes"], _disputes))
NOT_IN = (
    AgendaSource(["indicators", "values", "places"], _values),
    AgendaSource(["figures"], _figures),
)
NOT_DONE = (AgendaSource(["activities"], _activities), AgendaSource(["routines"], _routines))


def parts_of(sources: Iterable[AgendaSource]) -> list[str]:
    """What is read of an agreement for them."""
    return [part for source in sources for part in source.parts]


def points(found: OpenOf, sources: Iterable[AgendaSource]) -> list[Point]:
    """What is open, source by source."""
    return [point for source in sources for point in source.told(found)]


def about(agreement: Agreement, today: date, sources: Sequence[AgendaSource]) -> list[Point]:
    """What is open of an agreement that has been signed, source by source."""
    if not (agreement.is_signed and agreement.is_own):
        return []
    return points(ask(agreement, today, *parts_of(sources)), sources)


def _of_agreement(asked: Asked) -> Iterable[Point]:
    if asked.agreement is not None:
        return about(asked.agreement, asked.today, (*WENT_WRONG, *NOT_DONE, *NOT_IN))
    if asked.group.covers_county:
        found = lob.list_missing(asked.actor, asked.today)
        return _missing({year: [one.short_name for one in here] for year, here in found.items()})
    return ()


Source = Callable[[Asked], Iterable[Point]]
SOURCES: Sequence[Source] = (
    _own_points,
    _decisions,
    _of_agreement,
    _suggestions,
    _late,
    _reviews,
)


def undone(found: OpenOf) -> Iterator[Point]:
    """What the agreement's groups have decided and nobody has done."""
    for one in found.decisions:
        line = words.undone(one.text, one.owner, one.due_on, found.today)
        path = f"/groups/{one.group_id}/meetings/{one.meeting_id}"
        yield Point(f"decision:{one.id}", line, path)


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
