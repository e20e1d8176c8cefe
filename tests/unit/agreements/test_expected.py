"""Who is expected to do what: one list for Att göra, next steps and whom an agreement waits for."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from agreements.expected import (
    Facts,
    Following,
    OpenSuggestion,
    Task,
    UnconfirmedPaper,
    expected,
    following,
    least,
)
from agreements.readings import Stand
from agreements.rules import Status, SuggestionStatus
from agreements.terms import Term

MUNICIPALITY, REGION, POLICE = (UUID(int=number) for number in (1, 2, 3))
SINCE = datetime(2026, 11, 1, tzinfo=UTC)
TODAY = date(2026, 11, 27)
A_DAY = timedelta(days=1)
TERM = Term(TODAY - 400 * A_DAY, TODAY + 400 * A_DAY, TODAY)
SHARED = Facts(
    status=Status.SHARED,
    since=SINCE,
    term=TERM,
    creator=MUNICIPALITY,
    parties=(MUNICIPALITY, REGION, POLICE),
    bound=(MUNICIPALITY, REGION, POLICE),
    due_on=TODAY,
)
ALL_READY = dict.fromkeys(SHARED.parties, Stand.READY)


def _tasks(facts: Facts, today: date = TODAY) -> list[tuple[Task, UUID]]:
    return [(one.task, one.party) for one in expected(facts, today)]


@pytest.mark.parametrize(
    ("region", "tasks"),
    [
        (Stand.SILENT, [(Task.READ, REGION)]),
        (Stand.READ, [(Task.READY, REGION)]),
        (Stand.LAPSED, [(Task.READY, REGION)]),
        (Stand.READY, [(Task.READY, MUNICIPALITY)]),
    ],
)
def test_a_shared_draft_waits_for_each_party_to_read_it_and_to_be_ready(
    region: Stand, tasks: list[tuple[Task, UUID]]
) -> None:
    assert _tasks(replace(SHARED, stands={REGION: region, POLICE: Stand.READY})) == tasks


def test_the_drafter_goes_on_when_all_are_ready_and_nothing_lacks() -> None:
    ready = replace(SHARED, stands=ALL_READY)
    assert _tasks(ready) == [(Task.PUT_TO_DECISION, MUNICIPALITY)]
    assert _tasks(replace(ready, is_ready=False)) == [(Task.COMPLETE, MUNICIPALITY)]


def test_nobody_is_asked_to_be_ready_with_a_text_that_lacks_something() -> None:
    facts = replace(SHARED, stands={REGION: Stand.READ, POLICE: Stand.READ}, is_ready=False)
    assert _tasks(facts) == [(Task.COMPLETE, MUNICIPALITY)]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SHARED, Status.DECISION, Status.SIGNING])
@pytest.mark.parametrize("stands", [{}, ALL_READY])
def test_whatever_waits_does_so_until_a_day_and_is_late_from_the_next(
    status: Status, stands: dict[UUID, Stand]
) -> None:
    found = expected(replace(SHARED, status=status, stands=stands), TODAY)
    assert found
    assert {one.until for one in found} == {TODAY}
    assert not any(one.is_late(TODAY) for one in found)
    assert all(one.is_late(TODAY + A_DAY) for one in found)


@pytest.mark.parametrize(
    ("status", "answered", "tasks"),
    [
        (SuggestionStatus.PUBLISHED, (), [(Task.ANSWER, MUNICIPALITY), (Task.ANSWER, POLICE)]),
        (SuggestionStatus.PUBLISHED, (POLICE,), [(Task.ANSWER, MUNICIPALITY)]),
        (SuggestionStatus.CONFLICT, (POLICE,), [(Task.RESOLVE, REGION)]),
        (SuggestionStatus.INTERNAL, (), [(Task.PUBLISH, REGION)]),
    ],
)
def test_a_suggestion_waits_for_those_who_have_not_done_their_part(
    status: SuggestionStatus, answered: tuple[UUID, ...], tasks: list[tuple[Task, UUID]]
) -> None:
    suggestion = OpenSuggestion(UUID(int=9), status, REGION, SINCE, frozenset(answered))
    facts = replace(SHARED, stands=ALL_READY, suggestions=[suggestion])
    assert _tasks(facts) == tasks


def test_those_who_write_together_all_write_it() -> None:
    together = replace(SHARED, status=Status.DRAFT, parties=(MUNICIPALITY, POLICE))
    assert _tasks(together) == [(Task.WRITE, MUNICIPALITY), (Task.WRITE, POLICE)]


def test_who_is_only_asked_for_its_view_reads_and_answers_nothing() -> None:
    suggestion = OpenSuggestion(UUID(int=9), SuggestionStatus.PUBLISHED, REGION, SINCE, frozenset())
    consulted = replace(SHARED, bound=(MUNICIPALITY, REGION), suggestions=[suggestion])
    assert _tasks(consulted) == [
        (Task.ANSWER, MUNICIPALITY),
        (Task.READ, REGION),
        (Task.READ, POLICE),
    ]


def test_another_goes_on_when_who_began_it_is_only_asked_for_its_view() -> None:
    ready = dict.fromkeys((MUNICIPALITY, REGION), Stand.READY)
    facts = replace(SHARED, creator=POLICE, bound=(MUNICIPALITY, REGION), stands=ready)
    assert _tasks(facts) == [(Task.PUT_TO_DECISION, MUNICIPALITY)]


@pytest.mark.parametrize(
    ("status", "task"), [(Status.DECISION, Task.DECIDE), (Status.SIGNING, Task.SIGN)]
)
def test_each_party_decides_and_signs_for_itself(status: Status, task: Task) -> None:
    facts = replace(SHARED, status=status, done={REGION})
    assert _tasks(facts) == [(task, MUNICIPALITY), (task, POLICE)]


@pytest.mark.parametrize(
    ("today", "tasks"),
    [
        (TODAY - 31 * A_DAY, []),
        (TODAY - 30 * A_DAY, [(Task.FOLLOW_UP, MUNICIPALITY)]),
        (TODAY + A_DAY, [(Task.FOLLOW_UP, MUNICIPALITY)]),
        (TODAY + 401 * A_DAY, []),
    ],
)
def test_a_review_is_expected_from_a_month_before_and_while_it_is_in_force(
    today: date, tasks: list[tuple[Task, UUID]]
) -> None:
    facts = replace(SHARED, status=Status.IN_FORCE)
    assert _tasks(facts, today) == tasks


def test_another_follows_up_when_who_began_it_is_only_asked_for_its_view() -> None:
    facts = replace(SHARED, status=Status.IN_FORCE, creator=POLICE, bound=(MUNICIPALITY, REGION))
    assert _tasks(facts) == [(Task.FOLLOW_UP, MUNICIPALITY)]


def test_who_is_only_asked_for_its_view_is_not_asked_whether_a_paper_is_so() -> None:
    paper = UnconfirmedPaper(MUNICIPALITY, SINCE, frozenset())
    facts = replace(SHARED, status=Status.SUPERSEDED, bound=(MUNICIPALITY, REGION), paper=paper)
    assert _tasks(facts, TODAY - 31 * A_DAY) == [(Task.CONFIRM, REGION)]


def test_a_draft_waits_for_its_drafter_and_what_is_ended_for_nobody() -> None:
    alone = replace(SHARED, status=Status.DRAFT, parties=(MUNICIPALITY,))
    assert _tasks(alone) == [(Task.WRITE, MUNICIPALITY)]
    ended = TODAY + 401 * A_DAY
    assert _tasks(replace(SHARED, status=Status.SUPERSEDED), ended) == []
    assert _tasks(replace(SHARED, status=Status.WITHDRAWN)) == []


@pytest.mark.parametrize(
    ("days", "after", "task"),
    [
        (91, Following.NONE, None),
        (90, Following.NONE, Task.RENEW),
        (-1, Following.NONE, Task.RENEW),
        (91, Following.BEGUN, None),
        (90, Following.BEGUN, Task.FINISH),
        (-1, Following.BEGUN, Task.FINISH),
        (90, Following.SIGNED, None),
    ],
)
def test_the_next_is_to_be_begun_in_good_time_and_finished(
    days: int, after: Following, task: Task | None
) -> None:
    last = TODAY + days * A_DAY
    term = Term(TODAY - 400 * A_DAY, last, None)
    facts = replace(SHARED, status=Status.IN_FORCE, term=term, following=after)
    found = [(one.task, one.until) for one in expected(facts, TODAY)]
    assert found == ([(task, last)] if task else [])


@pytest.mark.parametrize(
    ("other", "after"),
    [
        ((Status.DRAFT, None), Following.BEGUN),
        ((Status.SIGNING, None), Following.BEGUN),
        ((Status.IN_FORCE, TODAY + A_DAY), Following.SIGNED),
        ((Status.IN_FORCE, None), Following.SIGNED),  # until further notice
        ((Status.SUPERSEDED, TODAY - A_DAY), Following.NONE),
        ((Status.WITHDRAWN, None), Following.NONE),
    ],
)
def test_what_is_being_worked_on_or_holds_longer_is_the_next(
    other: tuple[Status, date | None], after: Following
) -> None:
    assert following(Status.IN_FORCE, TODAY, [other]) is after
    assert following(Status.SUPERSEDED, TODAY, []) is Following.SIGNED
    assert following(Status.IN_FORCE, TODAY, [other, (Status.IN_FORCE, None)]) is Following.SIGNED


def test_in_several_municipalities_the_least_counts() -> None:
    assert least([Following.SIGNED, Following.BEGUN]) is Following.BEGUN
    assert least([Following.BEGUN, Following.NONE]) is Following.NONE
    assert least([]) is Following.SIGNED


def test_a_suggestion_is_answered_until_its_own_day() -> None:
    suggestion = OpenSuggestion(
        UUID(int=9), SuggestionStatus.PUBLISHED, REGION, SINCE, frozenset(), until=TODAY - A_DAY
    )
    found = expected(replace(SHARED, suggestions=[suggestion]), TODAY)
    answers = [one for one in found if one.task is Task.ANSWER]
    assert {one.until for one in answers} == {TODAY - A_DAY}
    assert all(one.is_late(TODAY) for one in answers)
    assert not any(one.is_late(TODAY) for one in found if one.task is Task.READ)


def test_each_thing_says_where_it_is_done() -> None:
    suggestion = OpenSuggestion(
        UUID(int=9), SuggestionStatus.PUBLISHED, REGION, SINCE, frozenset({POLICE})
    )
    found = expected(replace(SHARED, suggestions=[suggestion]), TODAY)
    assert [(one.task, one.page) for one in found] == [
        (Task.ANSWER, f"/suggestions/{UUID(int=9)}"),
        (Task.READ, ""),
        (Task.READ, ""),
    ]
    signing = expected(replace(SHARED, status=Status.SIGNING), TODAY)
    assert {one.page for one in signing} == {"/sign"}
