"""What tests of agreements begin from, beside what is prepared for all."""

from collections.abc import Callable
from datetime import date

import pytest

from portal import clock
from tests.integration.county import Parties
from tests.integration.remembered import remembered


@pytest.fixture
def on_a_day(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Let it be another day, everywhere but in the database."""

    def be(day: date) -> None:
        monkeypatch.setattr(clock, "today", lambda: day)

    return be


@pytest.fixture
@remembered
def signed(signing: Parties) -> Parties:
    """In force from today for two years."""
    return signing.all_sign()
