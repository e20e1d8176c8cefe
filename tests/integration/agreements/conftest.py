"""What tests of agreements begin from, beside what is prepared for all."""

from collections.abc import Callable
from datetime import date

import pytest

from portal import clock
from portal.authz import OrganisationKind, Role
from tests.integration.agreements.steps import Two
from tests.integration.county import CountyOfTests, Parties
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


@pytest.fixture
def two(county: CountyOfTests) -> Two:
    """Åsele asks, and Lycksele is asked."""
    other = county.organisation("Lycksele kommun", OrganisationKind.MUNICIPALITY)
    return Two(
        county,
        county.member(county.municipality, Role.COORDINATOR, name="Maja Öhlund"),
        county.member(other, Role.COORDINATOR, name="Olle Mattsson"),
        other,
    )
