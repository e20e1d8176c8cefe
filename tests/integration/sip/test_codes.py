"""Codes handed over in a plan: each is one person's, and good at the door of private people."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select, update

from portal import clock
from portal.identity.models import Invitation
from sip.kernel.vocabulary import PersonKind
from sip.tables.people import PlanPerson
from tests.integration.county import ISSUER, CountyOfTests
from tests.integration.sip.world import PlanOfTests, SipWorld

E_ID = replace(
    ISSUER, key="eid", door="individual", name="E-legitimation", issuer="https://eid.example.se"
)


@pytest.fixture
def plan(county: CountyOfTests, monkeypatch: pytest.MonkeyPatch) -> PlanOfTests:
    settings = replace(county.app.extensions["settings"], issuers=(ISSUER, E_ID))
    monkeypatch.setitem(county.app.extensions, "settings", settings)
    sip = SipWorld(county)
    return sip.plan(sip.caseworker(county.municipality, "Sara Nilsson"), person_name="Kim Berg")


def _path(plan: PlanOfTests, person: UUID) -> str:
    return f"{plan.path}/people/{person}/code"


def _hand_over(plan: PlanOfTests, person: UUID, status: int = 200) -> None:
    page = plan.handler.browser.open(_path(plan, person))
    page.press("Visa koden", issuer=E_ID.key, status=status)


def _can_come_in_by_code(plan: PlanOfTests) -> set[UUID | None]:
    """Whose codes can still be used."""
    mine = Invitation.plan_id == plan.id, Invitation.revoked_at.is_(None)
    return set(plan.world.county.execute(select(Invitation.plan_person_id).where(*mine)).scalars())


def test_a_code_of_one_person_leaves_that_of_another_alone(plan: PlanOfTests) -> None:
    relative = plan.person(PersonKind.RELATIVE, "Anna Berg")
    for person in (plan.subject, relative):
        _hand_over(plan, person)
    assert _can_come_in_by_code(plan) == {plan.subject, relative}

    plan.handler.browser.post(f"{_path(plan, relative)}/revoke")
    assert _can_come_in_by_code(plan) == {plan.subject}


def test_somebody_who_has_left_gets_no_code(plan: PlanOfTests) -> None:
    relative = plan.person(PersonKind.RELATIVE, "Anna Berg")
    left = update(PlanPerson).where(PlanPerson.id == relative)
    plan.world.county.execute(left.values(ended_at=clock.now()))

    _hand_over(plan, relative, status=422)
    assert _can_come_in_by_code(plan) == set()


def test_a_code_is_for_a_provider_of_private_people(plan: PlanOfTests) -> None:
    page = plan.handler.browser.open(_path(plan, plan.subject))
    offered = [str(one["value"]) for one in page.soup.select("[name=issuer] option")]

    assert offered == [E_ID.key]
