"""Disclosure without consent, who has looked, and the review of one's own staff's readings."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from portal import clock
from portal.audit.models import AuditEntry
from portal.authz import OrganisationKind, Role
from sip.kernel.vocabulary import PersonKind, Phase, TextKind
from sip.tables.access_log import ReadReview
from sip.tables.consent import BasisDecision
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, nils: Signed, kim: Signed) -> PlanOfTests:
    """A plan to which nobody has consented, with somebody from the region in it."""
    plan = sip.plan(maja, person=kim, person_name="Kim Andersson", phase=Phase.CONSENT)
    plan.participant(nils)
    return plan


NEW = "basis/new/social_services/osl_10_2"
BASIS = {
    "reason": "Behövs för vår egen utredning.",
    "valid_to": str(clock.today() + timedelta(days=10)),
    "follow_up_on": str(clock.today() + timedelta(days=5)),
}


def decide(plan: PlanOfTests, to: UUID, status: int = 200, **values: Any) -> None:
    page = plan.handler.browser.open(f"{plan.path}/{NEW}")
    url, data = page.filled("Besluta", BASIS | {"to": str(to)} | values)
    sent = {**data, "categories": ["health"]}
    page.post(url, sent, status=status)


def test_a_decision_discloses_its_own_categories_and_opens_nothing_else(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    own = sip.county.municipality
    plan.text(TextKind.NOTE, "Sover dåligt sedan i maj", own, "health")
    plan.text(TextKind.NOTE, "Har skulder", own, "economy")
    assert "Inget lämnas till er nu" in nils.browser.open(f"{plan.path}/disclosed").text

    decide(plan, sip.county.region)

    assert "Till Region Västerbotten Hälsa" in maja.browser.text
    page = nils.browser.open(f"{plan.path}/disclosed")
    assert "Sover dåligt sedan i maj" in page.text
    assert "Har skulder" not in page.text
    nils.browser.open(plan.path, status=404)


def test_with_a_mandate_one_reads_why_within_it_alone(
    sip: SipWorld, plan: PlanOfTests, kim: Signed
) -> None:
    proxies = {
        category: sip.individual(f"God man för {category}") for category in ("health", "economy")
    }
    for category, signed in proxies.items():
        proxy = plan.person(PersonKind.REPRESENTATIVE, signed.name, signed)
        plan.require(proxy, scope=["plan", f"share:{category}"])
    decide(plan, sip.county.region, reason="Hon har börjat dricka igen.")

    read = {who: who.browser.open(f"{plan.my_path}/who-may-see").text for who in proxies.values()}
    assert "börjat dricka igen" in kim.browser.open(f"{plan.my_path}/who-may-see").text
    assert "börjat dricka igen" in read[proxies["health"]]
    assert "börjat dricka igen" not in read[proxies["economy"]]


def test_a_decision_ends_visibly_and_at_once(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    plan.text(TextKind.NOTE, "Sover dåligt sedan i maj", sip.county.municipality, "health")
    decide(plan, sip.county.region)
    page = maja.browser.open(f"{plan.path}/basis")
    page.follow("Avsluta : hälsa").press("Avsluta beslutet")
    assert "Avslutat" in page.text
    assert "Sover" not in nils.browser.open(f"{plan.path}/disclosed").text


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"valid_to": 31}, "Välj en dag till och med "),
        ({"valid_to": -1}, "Beslutet slutar innan det börjar"),
        ({"follow_up_on": 20}, "Följ upp beslutet medan det gäller"),
    ],
)
def test_a_decision_is_capped_and_followed_up_while_it_runs(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, wrong: dict[str, int], message: str
) -> None:
    days = {key: str(clock.today() + timedelta(days=value)) for key, value in wrong.items()}
    decide(plan, sip.county.region, status=422, **days)
    (problem,) = maja.browser.problems
    assert problem.startswith(message)
    found = select(BasisDecision.id).where(BasisDecision.plan_id == plan.id)
    assert sip.county.execute(found).all() == []


def test_an_organisation_decides_only_about_its_own_and_sees_only_its_own(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    decide(plan, sip.county.region)
    page = nils.browser.open(f"{plan.path}/basis")
    assert "Ni har inte beslutat något" in page.text
    basis = select(BasisDecision.id).where(BasisDecision.plan_id == plan.id)
    decision = sip.county.execute(basis).scalar_one()
    nils.browser.open(f"{plan.path}/basis/{decision}/end", status=404)


def test_only_those_in_the_plan_or_called_to_it_can_be_disclosed_to(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    school = sip.county.organisation("Anderstorpsgymnasiet", OrganisationKind.SCHOOL)
    plan.call(school)
    form = maja.browser.open(f"{plan.path}/{NEW}")
    offered = [one.text for one in form.soup.select("select[name=to] option")]
    assert offered == ["Välj", "Anderstorpsgymnasiet", "Region Västerbotten"]
    assert "Bara de som är med i planen" in form.text

    # somebody who has left since the form was opened
    url, data = form.filled("Besluta", BASIS | {"to": str(sip.county.region)})
    sent = {**data, "to": str(sip.county.police), "categories": ["health"]}
    form.post(url, sent, status=422)
    (problem,) = form.problems
    assert problem.startswith("Den du valde är inte med i planen")
    found = select(BasisDecision.id).where(BasisDecision.plan_id == plan.id)
    assert sip.county.execute(found).all() == []


def test_who_is_shut_out_does_not_learn_who_is_in_by_deciding(
    sip: SipWorld, plan: PlanOfTests, nils: Signed
) -> None:
    form = nils.browser.open(f"{plan.path}/basis/new/health_care/osl_10_2")
    offered = [one.text for one in form.soup.select("select[name=to] option")]
    assert {"Polisen Västerbotten", "Åsele kommun"} <= set(offered)
    assert "Ni ser inte vilka som är med nu." in form.text
    for to in (sip.county.municipality, sip.county.police):
        form = nils.browser.open(f"{plan.path}/basis/new/health_care/osl_10_2")
        url, data = form.filled("Besluta", BASIS | {"to": str(to)})
        form.post(url, {**data, "categories": ["health"]})


def test_the_person_sees_a_decision_and_what_it_rests_on(
    sip: SipWorld, plan: PlanOfTests, kim: Signed
) -> None:
    decide(plan, sip.county.region)
    page = kim.browser.open(f"{plan.my_path}/who-may-see")
    assert "Får se utan samtycke" in page.text
    assert "Åsele kommun lämnar uppgifter om hälsa" in page.text
    assert "10 kap. 2 § OSL" in page.text
    assert "Varför: Behövs för vår egen utredning." in page.text


def test_the_person_sees_who_has_looked_why_and_for_whom(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed, kim: Signed
) -> None:
    decide(plan, sip.county.region)
    nils.browser.open(f"{plan.path}/disclosed")
    page = kim.browser.open(f"{plan.my_path}/who-has-looked?who=all")
    rows = [row.get_text(" ", strip=True) for row in page.soup.select("tbody tr")]
    (line,) = [row for row in rows if "Nils Region" in row]
    assert "Region Västerbotten" in line
    assert "Uppgifter som lämnats utan samtycke" in line
    assert "10 kap. 2 § OSL" in line
    assert any("Maja Öhlund" in row and "Handlägger ärendet" in row for row in rows)
    page.follow("Visa dina egna")
    (own,) = [row.get_text(" ", strip=True) for row in page.soup.select("tbody tr")]
    assert "Egen plan" in own


@pytest.mark.parametrize(
    "details",
    ["not json", "[]", '{"ground":"own","unit":null,"what":"plan"}', '{"ground":[],"unit":"x"}'],
)
def test_a_row_that_was_written_past_the_portal_closes_nobody_s_page(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, kim: Signed, details: str
) -> None:
    maja.browser.open(f"{plan.path}/basis")
    # as before the database refused such rows
    sip.county.execute(
        text("alter table app.audit_entry drop constraint audit_entry_details_check")
    )
    sip.enter(
        AuditEntry,
        county_id=sip.county.id,
        stream=plan.id,
        organisation_id=maja.organisation_id,
        account_id=maja.account_id,
        action="plan.read",
        subject_kind="Plan",
        subject_id=plan.id,
        details=details,
    )

    page = kim.browser.open(f"{plan.my_path}/who-has-looked")
    assert "Maja Öhlund" in page.text
    maja.browser.open(f"{plan.path}/consent/disclosed")
    rut = sip.caseworker(sip.county.municipality, "Rut Granskare", Role.REVIEWER)
    rut.browser.open("/log/readings")


def test_the_list_of_readings_is_paged(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, kim: Signed
) -> None:
    for _ in range(51):
        maja.browser.client.get(f"{plan.path}/basis", base_url=maja.browser.base_url)
    page = kim.browser.open(f"{plan.my_path}/who-has-looked?who=all")
    # what one person reads in a row is one line
    rows = [row.get_text(" ", strip=True) for row in page.soup.select("tbody tr")]
    assert len(rows) == 1
    assert "Maja Öhlund" in rows[0]
    assert "(50 gånger)" in rows[0]
    page.follow("Visa äldre")
    assert "Maja Öhlund" in page.text
    page.follow("Visa de senaste")


def test_a_reviewer_sees_signals_and_a_sample_and_writes_down_the_outcome(
    sip: SipWorld, plan: PlanOfTests, nils: Signed
) -> None:
    for _ in range(3):
        nils.browser.open(f"{plan.path}/basis")
    rut = sip.caseworker(sip.county.region, "Rut Granskare", Role.REVIEWER)
    page = rut.browser.open("/log/readings")
    assert page.heading == "Dags att granska vem som har läst"
    assert "Läste utan egen uppgift i planen Vem Nils Region" in page.text
    assert "Maja Öhlund" not in page.text  # another organisation's staff

    page.press("Spara granskningen", outcome="nothing_found", status=422)
    assert page.problems == ["Skriv vad du har tittat på."]
    page.press(
        "Spara granskningen", outcome="nothing_found", notes="Tittade på tre läsningar. Allt väl."
    )

    assert page.heading.startswith("Nästa granskning senast")
    assert "Tittade på tre läsningar. Allt väl." in page.text
    found = select(ReadReview.readings, ReadReview.sampled, ReadReview.last_day)
    row = sip.county.execute(found).one()
    assert (row.readings, row.sampled, row.last_day) == (3, 3, clock.today())


def test_a_review_of_days_to_come_is_refused(sip: SipWorld) -> None:
    rut = sip.caseworker(sip.county.region, "Rut Granskare", Role.REVIEWER)
    page = rut.browser.open("/log/readings")
    ahead: date = clock.today() + timedelta(days=1)
    said = {"outcome": "nothing_found", "notes": "Inget.", "last_day": str(ahead)}
    page.press("Spara granskningen", status=422, **said)
    assert page.problems == ["Perioden kan inte sluta en dag som inte har varit än."]


def test_only_a_reviewer_reviews(sip: SipWorld, maja: Signed) -> None:
    maja.browser.open("/log/readings", status=403)


def test_reviewers_are_reminded_once_when_a_review_is_due(
    sip: SipWorld, plan: PlanOfTests, nils: Signed
) -> None:
    nils.browser.open(f"{plan.path}/basis")
    sip.caseworker(sip.county.region, "Rut Granskare", Role.REVIEWER)
    remind = select(func.app.remind_reviewers(0))
    assert sip.county.execute(remind).scalar_one() == 1
    assert sip.county.execute(remind).scalar_one() == 0
    assert sip.county.execute(select(func.app.remind_reviewers(30))).scalar_one() == 0
