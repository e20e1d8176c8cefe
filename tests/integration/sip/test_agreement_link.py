"""A plan beside the agreement in force: who answers for a measure, and what to do otherwise."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from agreements.rules import Responsibility, Status
from agreements.tables.agreement import Agreement
from agreements.tables.deviation import Deviation
from agreements.tables.matrix import MatrixCell, MatrixColumn, MatrixRow
from agreements.tables.party import AgreementParty
from agreements.tables.text import Section
from portal import clock
from portal.authz import OrganisationKind, Role
from portal.resources import folder
from sip.ledger.rules import invite, share
from sip.tables.plan import Action
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

DISABILITY = folder("county_templates") / "psykisk-funktionsnedsattning-2026.toml"
REASON = "Regionen har ingen plats före jul."


@pytest.fixture
def goal(sip: SipWorld, plan: PlanOfTests) -> UUID:
    return plan.goal("Nykter", sip.county.municipality)


def in_force(
    sip: SipWorld, responsible: UUID, *, since: int = 30, template: UUID | None = None
) -> UUID:
    """An agreement in force with one measure, which `responsible` answers for."""
    county, today = sip.county, clock.today()
    agreement = sip.enter(
        Agreement,
        county_id=county.id,
        municipality_id=county.municipality,
        template_version_id=template or county.template_id,
        title="Lokal överenskommelse",
        status=Status.IN_FORCE,
        status_at=clock.now(),
        created_at=clock.now(),
        changed_at=clock.now(),
        creator_id=county.municipality,
        creator_name="Maja Öhlund",
        valid_from=today - timedelta(days=since),
        valid_until=today + timedelta(days=300),
        revision=1,
        matrix_revision=1,
    )
    within = {"county_id": county.id, "agreement_id": agreement}
    sip.enter(
        Section,
        **within,
        key="ansvarsfordelning",
        number=4,
        heading="Ansvarsfördelning",
        guidance="",
        legal=[],
        prompts=[],
        version=1,
    )
    row = sip.enter(
        MatrixRow,
        **within,
        key="abstinensvard",
        phase="Behandling",
        title="Abstinensvård",
        hint="",
        position=1,
        in_template=True,
    )
    for position, organisation in enumerate((county.municipality, county.region)):
        sip.enter(
            AgreementParty,
            **within,
            organisation_id=organisation,
            position=position,
            joined_at=clock.now(),
        )
        column = sip.enter(
            MatrixColumn,
            **within,
            key=f"column-{position}",
            label=("Socialtjänst", "Primärvård")[position],
            organisation_id=organisation,
            position=position,
        )
        is_responsible = organisation == responsible
        sip.enter(
            MatrixCell,
            **within,
            row_id=row,
            column_id=column,
            value=Responsibility.RESPONSIBLE if is_responsible else Responsibility.PARTICIPATES,
            version=1,
            changed_by="Maja Öhlund",
            changed_at=clock.now(),
            organisation_id=organisation,
        )
    return agreement


def detox(plan: PlanOfTests, subject: str = "skadligt-bruk-beroende") -> dict[str, str]:
    """An action of the plan's handler, for a measure of the agreement on a subject."""
    who = f"participant:{plan.handler_id}"
    measure = f"{plan.world.county.subjects[subject]}:abstinensvard"
    said = {"title": "Avgiftning", "who": who, "measure": measure}
    return {**said, "category": "social_situation"}


def test_a_measure_shows_who_answers_for_it(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, goal: UUID
) -> None:
    in_force(sip, sip.county.region)
    page = maja.browser.open(f"{plan.path}/goals/{goal}/actions/new")
    assert "Abstinensvård – Region Västerbotten" in page.text
    page.press("Spara åtgärden", 422, **detox(plan))
    assert page.problems == [
        "Överenskommelsen lägger insatsen på någon annan. Skriv varför ni gör på ett annat sätt."
    ]
    assert "Region Västerbotten ansvarar för insatsen" in page.text
    assert "avsnitt 4. Ansvarsfördelning" in page.text
    assert "Primärvård, Region Västerbotten Huvudansvar" in page.text
    page.press("Spara åtgärden", reason="Personen vill det.")
    assert "Enligt överenskommelsen, avsnitt 4. Ansvarsfördelning" in page.text


def test_as_agreed_needs_no_reason(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, goal: UUID
) -> None:
    in_force(sip, sip.county.municipality)
    page = maja.browser.open(f"{plan.path}/goals/{goal}/actions/new")
    page.press("Spara åtgärden", **detox(plan))
    assert "Avgiftning" in page.text
    assert "Överenskommelsen har ändrats" not in page.text


def test_a_deviation_carries_nothing_of_the_plan(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, goal: UUID
) -> None:
    in_force(sip, sip.county.region)
    page = maja.browser.open(f"{plan.path}/goals/{goal}/actions/new")
    values: dict[str, Any] = {
        **detox(plan),
        "reason": "Anna vill inte dit.",
        "deviates": True,
    }
    page.fill("Spara åtgärden", values, 422)
    assert page.problems == ["Skriv varför. Skälet måste dokumenteras."]
    page.press("Spara åtgärden", deviation=REASON)
    page.send_again()
    (row,) = sip.county.execute(select(Deviation.__table__)).all()
    assert "Anna" not in str(row)
    assert str(plan.id) not in str(row)
    assert (row.concerns_id, row.from_plan) == (sip.county.region, True)
    for organisation in (sip.county.municipality, sip.county.region):
        coordinator = sip.county.member(organisation, Role.COORDINATOR)
        page = coordinator.open("/deviations").follow("Abstinensvård")
        assert REASON in page.text
    assert maja.browser.open("/sip").follow("Avvikelser från överenskommelserna").heading
    assert "Abstinensvård" in maja.browser.text
    stranger = sip.caseworker(sip.county.police, "Petra Polis")
    assert "Abstinensvård" not in stranger.browser.open("/deviations").text
    address = f"/agreements/{row.agreement_id}/deviations/{row.id}"
    stranger.browser.open(address, status=404)


def test_who_is_in_the_plan_is_refused_where_it_stands_and_nothing_is_lost(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, goal: UUID
) -> None:
    in_force(sip, sip.county.region)
    page = maja.browser.open(f"{plan.path}/goals/{goal}/actions/new")
    said = "Ring Anna på 070-123 45 67."
    values: dict[str, Any] = {
        **detox(plan),
        "reason": "Personen vill det.",
        "deviates": True,
        "deviation": said,
    }
    page.fill("Spara åtgärden", values, 422)
    (problem,) = page.problems
    assert "”Anna” (namn på någon i planen)" in problem
    assert "”070-123 45 67” (telefonnummer)" in problem
    assert page.value("deviation") == said
    assert sip.county.execute(select(Deviation.id)).all() == []


def test_a_new_agreement_flags_the_plans_it_touches_to_their_participants(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, goal: UUID
) -> None:
    here, region = sip.county.municipality, sip.county.region
    old = in_force(sip, here)
    page = maja.browser.open(f"{plan.path}/goals/{goal}/actions/new")
    page.press("Spara åtgärden", **detox(plan))
    sip.county.execute(
        update(Agreement)
        .where(Agreement.id == old)
        .values(status=Status.SUPERSEDED, replaced_from=clock.today())
    )
    assert "Insatsen finns inte kvar" in page.open(plan.path).text
    in_force(sip, region, since=0)
    assert "Nu ansvarar Region Västerbotten för insatsen" in page.open(plan.path).text
    nils = sip.caseworker(region, "Nils Region")
    nils.browser.open(plan.path, status=404)
    plan.participant(nils)
    plan.grant(invite(region), share(here, region, "social_situation"))
    assert "Nu ansvarar Region Västerbotten" in nils.browser.open(plan.path).text


def test_another_municipality_s_agreement_is_not_offered(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, goal: UUID
) -> None:
    agreement = in_force(sip, sip.county.region)
    other = sip.county.organisation("Umeå kommun", OrganisationKind.MUNICIPALITY)
    sip.county.execute(
        update(Agreement).where(Agreement.id == agreement).values(municipality_ids=[other])
    )
    page = maja.browser.open(f"{plan.path}/goals/{goal}/actions/new")
    assert "Abstinensvård" not in page.text


def test_the_same_row_of_two_subjects_is_two_measures(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, goal: UUID
) -> None:
    here, region = sip.county.municipality, sip.county.region
    in_force(sip, here)
    in_force(sip, region, template=sip.county.publish(DISABILITY))
    page = maja.browser.open(f"{plan.path}/goals/{goal}/actions/new")
    assert "Skadligt bruk eller beroende: Abstinensvård – Åsele kommun" in page.text
    assert "Psykisk funktionsnedsättning: Abstinensvård – Region Västerbotten" in page.text
    page.press("Spara åtgärden", 422, **detox(plan, "psykisk-funktionsnedsattning"))
    page.press("Spara åtgärden", **detox(plan))
    assert "Avgiftning" in page.text
    assert "ansvarar Åsele kommun" in page.text


def test_an_agreement_on_another_subject_does_not_touch_a_measure(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, goal: UUID
) -> None:
    here, region = sip.county.municipality, sip.county.region
    old = in_force(sip, here)
    page = maja.browser.open(f"{plan.path}/goals/{goal}/actions/new")
    page.press("Spara åtgärden", **detox(plan))
    in_force(sip, region, template=sip.county.publish(DISABILITY))
    assert "Nu ansvarar" not in page.open(plan.path).text
    sip.county.execute(
        update(Agreement)
        .where(Agreement.id == old)
        .values(status=Status.SUPERSEDED, replaced_from=clock.today())
    )
    assert "Insatsen finns inte kvar" in page.open(plan.path).text


def test_a_measure_that_has_gone_is_kept_when_something_else_is_changed(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, goal: UUID
) -> None:
    here = sip.county.municipality
    old = in_force(sip, here)
    page = maja.browser.open(f"{plan.path}/goals/{goal}/actions/new")
    page.press("Spara åtgärden", **detox(plan))
    gone = update(Agreement).where(Agreement.id == old)
    sip.county.execute(gone.values(status=Status.SUPERSEDED, replaced_from=clock.today()))
    (action,) = sip.county.execute(select(Action.__table__)).all()
    edit = page.open(f"{plan.path}/actions/{action.id}")
    edit.press("Spara åtgärden", title="Avgiftning hemma")
    in_force(sip, sip.county.region, since=0)
    assert "Nu ansvarar Region Västerbotten för insatsen" in page.open(plan.path).text
