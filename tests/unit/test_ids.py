"""Identifiers are UUIDs of version 7 (RFC 9562) and sort by age."""

import time
from uuid import RFC_4122, UUID

import pytest

from portal import ids


def test_an_id_is_a_version_7_uuid() -> None:
    for _ in range(200):
        made = ids.new_id()
        assert made.version == 7
        assert made.variant == RFC_4122


def test_the_first_48_bits_are_the_milliseconds() -> None:
    before = time.time_ns() // 1_000_000
    made = ids.new_id().int >> 80
    after = time.time_ns() // 1_000_000

    assert before <= made <= after


def test_a_later_id_sorts_after_an_earlier_one(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[UUID] = []
    for millisecond in range(1_700_000_000_000, 1_700_000_000_050):
        monkeypatch.setattr(time, "time_ns", lambda now=millisecond: now * 1_000_000)
        made.append(ids.new_id())

    assert made == sorted(made)
    assert [str(one) for one in made] == sorted(str(one) for one in made)


def test_ids_of_one_millisecond_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: 1_700_000_000_000_000_000)

    assert len({ids.new_id() for _ in range(1000)}) == 1000
