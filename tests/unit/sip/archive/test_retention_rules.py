"""How long a part is kept: by the kind of organisation, from its last note."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.authz import OrganisationKind
from sip.archive.rules import INACTIVE_AFTER, Note, ends_on, is_inactive, last_notes, rule_of
from sip.kernel.vocabulary import RetentionRule

OURS, THEIRS = UUID(int=1), UUID(int=2)
ENDED = date(2026, 11, 22)
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize("kind", list(OrganisationKind))
def test_a_social_file_a_patient_record_and_the_rest(kind: OrganisationKind) -> None:
    wanted = {
        OrganisationKind.MUNICIPALITY: RetentionRule.SOCIAL,
        OrganisationKind.REGION: RetentionRule.PATIENT,
        OrganisationKind.CARE_PROVIDER: RetentionRule.PATIENT,
        OrganisationKind.PROVIDER: RetentionRule.PROVIDER,
    }

    assert rule_of(kind) is wanted.get(kind, RetentionRule.OTHER)


def test_the_end_is_a_note_in_the_file_of_those_who_were_there() -> None:
    notes = [Note(OURS, None), Note(OURS, date(2026, 1, 1)), Note(THEIRS, date(2026, 2, 1))]

    assert last_notes(notes, ended_on=ENDED) == {OURS: ENDED, THEIRS: date(2026, 2, 1)}


@given(st.lists(days, min_size=1), days)
def test_the_clock_starts_at_the_latest_of_all_notes(notes: list[date], ended: date) -> None:
    found = last_notes([Note(OURS, day) for day in notes], ended_on=ended)

    assert found == {OURS: max(notes)}


@given(days, st.integers(1, 120))
def test_it_is_kept_for_whole_years_and_not_a_day_less(last: date, years: int) -> None:
    end = ends_on(last, years)

    assert end.year - last.year == years
    assert (end.month, end.day) in {(last.month, last.day), (3, 1)}
    assert (end.month, end.day) >= (last.month, last.day)


def test_a_leap_day_is_kept_to_the_first_of_march() -> None:
    assert ends_on(date(2024, 2, 29), 5) == date(2029, 3, 1)
    assert ends_on(date(2024, 2, 29), 4) == date(2028, 2, 29)


@given(days, st.integers(0, 1000))
def test_a_plan_rests_after_so_many_days_of_silence_and_no_sooner(last: date, silent: int) -> None:
    today = last + timedelta(days=silent)

    assert is_inactive(last, today) is (silent >= INACTIVE_AFTER.days)
