"""What somebody reads in a row is one visit; whatever else differs, begins another."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from sip.access_log.readings import Reading, in_visits
from sip.kernel.settings import load_settings

NAMES: dict[str, str] = {}
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
PLAN = Reading(
    at=NOON,
    name="Sara Nilsson",
    organisation="Skellefteå kommun",
    unit="",
    what="Planen",
    shown=frozenset(),
    ground=("Samtycke",),
    is_owner=False,
)


@pytest.fixture(autouse=True)
def settings() -> Iterator[None]:
    app = Flask("settings", static_folder=None)
    app.extensions["sip_settings"] = load_settings()
    with app.app_context():
        yield


def test_what_is_read_in_a_row_is_one_visit_from_the_first_to_the_last() -> None:
    later = replace(PLAN, at=NOON + timedelta(minutes=2))
    meeting = replace(PLAN, at=NOON + timedelta(minutes=1), what="Ett möte")

    (visit,) = in_visits([later, meeting, PLAN], NAMES)

    assert (visit.first_at, visit.last_at) == (NOON, later.at)
    assert visit.what == {"Planen": 2, "Ett möte": 1}


def test_another_person_day_or_ground_begins_another_visit() -> None:
    others = (
        replace(PLAN, name="Erik Lund"),
        replace(PLAN, organisation="Region Västerbotten"),
        replace(PLAN, unit="Socialtjänsten"),
        replace(PLAN, ground=("Beslut utan samtycke",)),
        replace(PLAN, at=NOON - timedelta(days=1)),
    )
    for other in others:
        assert len(in_visits([PLAN, other], NAMES)) == 2
        assert len(in_visits([PLAN, other, PLAN], NAMES)) == 3


def test_a_day_is_the_readers_day() -> None:
    before, after = NOON.replace(hour=22, minute=59), NOON.replace(hour=23, minute=1)

    assert len(in_visits([replace(PLAN, at=after), replace(PLAN, at=before)], NAMES)) == 2
