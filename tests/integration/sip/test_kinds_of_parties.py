"""Who else takes part: probation, insurance, private homes, shelters and associations."""

from uuid import UUID

import pytest

from portal.authz import OrganisationKind
from sip.calling.calls.words import INVITED_TO
from sip.kernel.vocabulary import Phase
from sip.ledger.rules import PLAN, invite
from tests.integration.sip.test_calls import ASKED, summon
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

OTHERS = sorted(set(INVITED_TO) - {OrganisationKind.POLICE, OrganisationKind.SCHOOL})


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, kim: Signed) -> PlanOfTests:
    made = sip.plan(maja, person=kim, phase=Phase.PREPARING)
    made.grant(PLAN, invite(sip.county.region))
    return made


def added(sip: SipWorld, kind: OrganisationKind) -> UUID:
    return sip.county.organisation("Björkgården", kind)


@pytest.mark.parametrize("kind", OTHERS)
def test_each_kind_is_invited_to_its_own_and_may_decline(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, kind: OrganisationKind
) -> None:
    other = added(sip, kind)
    member = sip.caseworker(other, "Bo Boende")
    assert "Björkgården" in maja.browser.open(f"{plan.path}/calls/new").text
    plan.grant(invite(other))
    page = maja.browser.open(f"{plan.path}/calls/new")
    assert str(INVITED_TO[kind]) in page.text
    assert "får tacka nej" in page.text
    summon(plan, other)

    page = member.browser.open("/sip/calls").follow("Anna Persson")
    assert ASKED in page.text
    assert "Tacka nej" in page.text


def test_a_private_home_keeps_its_part_for_two_years_and_is_disclosed_to_by_consent_alone(
    sip: SipWorld, plan: PlanOfTests, nils: Signed
) -> None:
    home = added(sip, OrganisationKind.PROVIDER)
    member = sip.caseworker(home, "Bo Boende")
    plan.grant(invite(home))
    plan.participant(member)
    plan.participant(nils)

    text = member.browser.open(f"{plan.path}/kept").text
    assert "2 år efter den sista anteckningen (17 kap. 2 § socialtjänstlagen)" in text
    form = nils.browser.open(f"{plan.path}/basis/new/health_care/osl_25_1_26_1")
    assert str(home) not in str(form.soup.select_one("select[name=to]"))
