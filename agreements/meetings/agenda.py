"""What there is to take up at a meeting: a list of sources, each of which says what is open.

A new kind of thing to take up is one more function in SOURCES.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from agreements.activities.queries import list_activities
from agreements.expected import is_review_overdue
from agreements.follow_up import queries as follow_up
from agreements.indicators import lacking
from agreements.lob import queries as lob
from agreements.lob_work.reviews import review_of
from agreements.meetings import words
from agreements.meetings.planning import Agenda
from agreements.meetings.queries import (
    list_decisions,
    list_deviations,
    list_disputes,
    list_groups,
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
from portal.tenancy import queries as tenancy
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


def _deviations(_actor: Actor, agreement: Agreement, today: date) -> Iterator[Point]:
    """What has not gone as it says, as far as the reader's organisation has part in it.

    What was written stays with its two sides.
    """
    for one in list_deviations(agreement):
        line = words.deviation(
            one.named,
            agreement.party_name(one.concerns_id),
            one.answer_by,
            today,
            is_answered=one.answered_at is not None,
        )
        yield Point(f"deviation:{one.id}", line, f"/agreements/{agreement.id}/deviations/{one.id}")


def _disputes(_actor: Actor, agreement: Agreement, _today: date) -> Iterator[Point]:
    for one, forum in list_disputes(agreement):
        path = f"/agreements/{agreement.id}/disputes/{one.id}"
        yield Point(f"dispute:{one.id}", words.dispute(one.named, forum), path)


def _values(actor: Actor, agreement: Agreement, today: date) -> Iterator[Point]:
    """What it follows up and nobody has entered in time."""
    plan = follow_up.plan_of(agreement, today)
    followed = follow_up.followed(agreement, plan, follow_up.list_values(agreement))
    here = tenancy.list_organisations(actor, ids=agreement.municipality_ids)
    places = {one.id: one.short_name for one in here}
    for one in lacking(followed, today):
        if one.is_late(today):
            party = agreement.party_name(one.reporter)
            name, place = one.asked.indicator.name, places.get(one.place, "")
            line = words.value_lacking(name, place, one.year, party)
            key = f"value:{one.asked.known_by}:{one.year}:{one.place}"
            yield Point(key, line, f"/agreements/{agreement.id}/follow-up")


def _figures(actor: Actor, agreement: Agreement, today: date) -> Iterator[Point]:
    """The police's yearly figures of its municipalities that should be in."""
    return _missing(actor, today, frozenset(agreement.municipality_ids))


def _missing(actor: Actor, today: date, here: Collection[UUID] | None = None) -> Iterator[Point]:
    for year, places in lob.list_missing(actor, today).items():
        if names := [one.short_name for one in places if here is None or one.id in here]:
            line = words.figures_lacking(", ".join(names), year)
            yield Point(f"lob:{year}", line, f"/county/lob?year={year}")


def activities(agreement: Agreement, today: date, until: date) -> Iterator[Point]:
    """What its plan of activities asks for until a day."""
    for one in list_activities(agreement):
        if one.ended_at is None and one.due_on <= until:
            party = agreement.party_name(one.owner_id)
            line = words.to_do(one.what, party, one.due_on, today)
            yield Point(f"activity:{one.id}", line, f"/agreements/{agreement.id}/activities")


def _activities(_actor: Actor, agreement: Agreement, today: date) -> Iterator[Point]:
    return activities(agreement, today, today - timedelta(days=1))


def _routines(_actor: Actor, agreement: Agreement, today: date) -> Iterator[Point]:
    """Routines about LOB that should have been gone through."""
    one = review_of(agreement, today)
    if one is not None and one.until < today:
        party = agreement.party_name(one.asked_id)
        line = words.to_do(words.go_through_lob(), party, one.until, today)
        yield Point("lob-review", line, f"/agreements/{agreement.id}/lob")


OfAgreement = Callable[[Actor, Agreement, date], Iterable[Point]]
WENT_WRONG: Sequence[OfAgreement] = (_deviations, _disputes)
NOT_IN: Sequence[OfAgreement] = (_values, _figures)
NOT_DONE: Sequence[OfAgreement] = (_activities, _routines)


def about(
    actor: Actor, agreement: Agreement, today: date, sources: Sequence[OfAgreement]
) -> list[Point]:
    """What is open of an agreement that has been signed, source by source."""
    if not (agreement.is_signed and agreement.is_own):
        return []
    return [point for source in sources for point in source(actor, agreement, today)]


def _of_agreement(asked: Asked) -> Iterable[Point]:
    if asked.agreement is not None:
        return about(asked.actor, asked.agreement, asked.today, (*WENT_WRONG, *NOT_DONE, *NOT_IN))
    if asked.group.covers_county:
        return _missing(asked.actor, asked.today)
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


def undone(actor: Actor, agreement: Agreement, today: date) -> list[Point]:
    """What the agreement's groups have decided and nobody has done."""
    return [
        point
        for group in list_groups(actor, agreement.id)
        for point in _decisions(Asked(actor, group, agreement, today))
    ]


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
