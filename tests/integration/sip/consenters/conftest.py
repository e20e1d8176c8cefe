"""A plan with two handlers, and the one who confirms what the other proposes."""

import pytest

from tests.integration.sip.world import PlanOfTests, Signed, SipWorld


@pytest.fixture
def lena(sip: SipWorld) -> Signed:
    """A second handler of the municipality."""
    return sip.caseworker(sip.county.municipality, "Lena Ek")


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, lena: Signed, kim: Signed) -> PlanOfTests:
    plan = sip.plan(maja, person=kim, person_name="Kim Andersson")
    plan.participant(lena)
    return plan
