"""The people of a plan as most tests of SIP know them, and the plan that most begin from.

A module whose plan has come further, or whose county is another, defines its own `plan` or `sip`;
the people follow.
"""

import pytest

from sip.ledger.rules import PLAN
from tests.integration.county import CountyOfTests
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld


@pytest.fixture
def sip(county: CountyOfTests) -> SipWorld:
    return SipWorld(county)


@pytest.fixture
def maja(sip: SipWorld) -> Signed:
    """The social worker of the municipality who handles the case."""
    return sip.caseworker(sip.county.municipality, "Maja Öhlund")


@pytest.fixture
def sara(sip: SipWorld) -> Signed:
    """Another social worker of the municipality."""
    return sip.caseworker(sip.county.municipality, "Sara Nilsson")


@pytest.fixture
def nils(sip: SipWorld) -> Signed:
    """A nurse of the region."""
    return sip.caseworker(sip.county.region, "Nils Region")


@pytest.fixture
def kim(sip: SipWorld) -> Signed:
    """Somebody whom a plan can be about, signed in."""
    return sip.individual("Kim Andersson")


@pytest.fixture
def anna(sip: SipWorld) -> Signed:
    """Somebody else whom a plan can be about, signed in."""
    return sip.individual("Anna Persson")


@pytest.fixture
def plan(sip: SipWorld, maja: Signed) -> PlanOfTests:
    """A plan that its person has consented to."""
    plan = sip.plan(maja)
    plan.grant(PLAN)
    return plan
