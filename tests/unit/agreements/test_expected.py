"""Who is expected to do what: one list for Att göra, next steps and whom an agreement waits for."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from agreements.expected import Facts, OpenSuggestion, Task, expected
from agreements.rules import Status, SuggestionStatus, Term

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
)


def _tasks(facts: Facts, today: date = TODAY) -> list[tuple[Task, UUID]]:
    return [(one.task, one.party) for one in expected(facts, today)]


def test_a_shared_draft_waits_for_those_who_have_not_read_it() -> None:
    assert _tasks(SHARED) == [(Task.READ, REGION), (Task.READ, POLICE)]
    assert _tasks(replace(SHARED, read={REGION})) == [(Task.READ, POLICE)]


def test_the_drafter_goes_on_when_all_have_read_and_nothing_lacks() -> None:
    read = replace(SHARED, read={REGION, POLICE})
    assert _tasks(read) == [(Task.PUT_TO_DECISION, MUNICIPALITY)]
    assert _tasks(replace(read, is_ready=False)) == [(Task.COMPLETE, MUNICIPALITY)]


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
    facts = replace(SHARED, read={REGION, POLICE}, suggestions=[suggestion])
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
    read = replace(
        SHARED, creator=POLICE, bound=(MUNICIPALITY, REGION), read={MUNICIPALITY, REGION}
    )
    assert _tasks(read) == [(Task.PUT_TO_DECISION, MUNICIPALITY)]


@pytest.mark.parametrize(
    ("status", "task"), [(Status.DECISION, Task.DECIDE), (Status.SIGNING, Task.SIGN)]
)
def test_each_party_decides_and_signs_for_itself(status: Status, task: Task) -> None:
    facts = replace(SHARED, status=status, done={REGION})
    assert _tasks(facts) == [(task, MUNICIPALITY), (task, POLICE)]


@pytest.mark.parametrize(
    ("today", "tasks"),
    [
        (TODAY, []),
        (TODAY + A_DAY, [(Task.FOLLOW_UP, MUNICIPALITY)]),
        (TODAY + 401 * A_DAY, []),
    ],
)
def test_a_review_is_late_from_the_day_after_and_while_it_is_in_force(
    today: date, tasks: list[tuple[Task, UUID]]
) -> None:
    facts = replace(SHARED, status=Status.IN_FORCE)
    assert _tasks(facts, today) == tasks


def test_a_draft_waits_for_its_drafter_and_what_is_ended_for_nobody() -> None:
    alone = replace(SHARED, status=Status.DRAFT, parties=(MUNICIPALITY,))
    assert _tasks(alone) == [(Task.WRITE, MUNICIPALITY)]
    assert _tasks(replace(SHARED, status=Status.SUPERSEDED)) == []
    assert _tasks(replace(SHARED, status=Status.WITHDRAWN)) == []
