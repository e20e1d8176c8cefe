"""A party of which several bodies decide, a decision on delegation, and what the database holds."""

from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from agreements.tables.agreement import Agreement
from agreements.tables.decision import Decision
from agreements.tables.party import AgreementParty
from portal import clock
from portal.db import db
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import COORDINATOR, CountyOfTests, Parties
from tests.integration.remembered import remembered

BODIES = "Regionstyrelsen\nHälso- och sjukvårdsnämnden"


@pytest.fixture
@remembered
def deciding(shared: Parties) -> Parties:
    shared.put_to_decision()
    return shared


def _name(parties: Parties, bodies: str, status: int = 200) -> Browser:
    page = parties.region.open(parties.path).follow("Vilka beslutar för er?")
    return page.press("Spara", status=status, bodies=bodies)


def test_a_party_has_decided_when_all_its_bodies_have(
    county: CountyOfTests, deciding: Parties
) -> None:
    _name(deciding, BODIES)
    page = deciding.decide(deciding.region, body="Regionstyrelsen")
    assert "Kvar att besluta: Hälso- och sjukvårdsnämnden" in page.text
    deciding.decide(deciding.municipality)
    deciding.decide(deciding.police)
    assert "ska registrera sitt beslut" in deciding.police.open(deciding.path).text
    assert "Registrera ert beslut" in deciding.region.open("/").text
    board = county.member(county.group, *COORDINATOR).open("/county")
    assert "Region Västerbotten" in board.text
    deciding.decide(deciding.region, body="Hälso- och sjukvårdsnämnden", paragraph="§ 9")

    page = deciding.police.open(deciding.path)
    assert "Alla parter har beslutat" in page.text
    assert "Regionstyrelsen, § 112" in page.text
    assert "Hälso- och sjukvårdsnämnden, § 9" in page.text


def test_a_body_that_is_no_more_to_decide_opens_signing_if_it_was_the_last(
    deciding: Parties,
) -> None:
    _name(deciding, BODIES)
    for browser, body in (
        (deciding.region, "Regionstyrelsen"),
        (deciding.municipality, "Kommunstyrelsen"),
        (deciding.police, "Polisområdeschefen"),
    ):
        deciding.decide(browser, body=body)
    _name(deciding, "Regionstyrelsen")

    assert "Alla parter har beslutat" in deciding.police.open(deciding.path).text


def test_a_body_that_has_decided_stays_named(deciding: Parties) -> None:
    _name(deciding, BODIES)
    deciding.decide(deciding.region, body="Regionstyrelsen")
    page = _name(deciding, "Hälso- och sjukvårdsnämnden", 422)

    assert page.problems[0].startswith("Någon som inte står i listan har redan beslutat.")
    assert page.value("bodies") == "Hälso- och sjukvårdsnämnden"


def test_only_the_own_bodies_are_named_and_only_while_it_is_decided_on(
    county: CountyOfTests, deciding: Parties
) -> None:
    with county.app.app_context(), acting_as(deciding.region.token):
        connection = db.session.connection()
        party = update(AgreementParty).where(AgreementParty.agreement_id == deciding.id)
        theirs = party.where(AgreementParty.organisation_id == county.police)
        assert connection.execute(theirs.values(bodies=["Ingen"])).rowcount == 0
        with pytest.raises(DBAPIError, match="append-only"), db.session.begin_nested():
            connection.execute(party.values(joined_at=clock.now()))
        db.session.rollback()
    for browser in deciding.all:
        deciding.decide(browser)
    with county.app.app_context(), acting_as(deciding.region.token):
        with pytest.raises(DBAPIError, match="not the bodies to change"):
            db.session.connection().execute(party.values(bodies=["Regionstyrelsen"]))
        db.session.rollback()
    late = deciding.region.open(f"{deciding.path}/bodies")
    late.press("Spara", status=422, bodies=BODIES)
    assert "gått vidare" in late.problems[0]


def test_the_database_lets_nobody_pass_over_a_body(
    county: CountyOfTests, deciding: Parties
) -> None:
    _name(deciding, BODIES)
    for browser, body in (
        (deciding.region, "Regionstyrelsen"),
        (deciding.municipality, "Kommunstyrelsen"),
        (deciding.police, "Polisområdeschefen"),
    ):
        deciding.decide(browser, body=body)
    own = select(Decision.id).where(
        Decision.agreement_id == deciding.id, Decision.organisation_id == county.region
    )
    decision = county.execute(own).scalar_one()
    to_signing = update(Agreement).where(Agreement.id == deciding.id).values(status="signing")
    corrected = update(Decision).where(Decision.id == decision)
    for statement, told in (
        (to_signing, "is not decided by all"),
        (corrected.values(body="Ingen", corrected_by="Nils Region"), "row-level security"),
        (corrected.values(earlier=[], corrected_by="Nils Region"), "permission denied"),
    ):
        with county.app.app_context(), acting_as(deciding.region.token):
            with pytest.raises(DBAPIError, match=told):
                db.session.connection().execute(statement)
            db.session.rollback()


def test_what_was_decided_on_delegation_says_so_also_in_the_file(deciding: Parties) -> None:
    page = deciding.decide(deciding.region, body="Regiondirektören", delegation="punkt 4.2")

    assert "på delegation, punkt 4.2" in page.text
    for browser in deciding.all:
        if browser is not deciding.region:
            deciding.decide(browser)
    response = deciding.police.client.get(
        f"{deciding.path}/agreement.docx", base_url=deciding.police.base_url
    )
    assert response.status_code == 200


@pytest.mark.parametrize(("years", "told"), [(2, "mer än ett år sedan"), (76, "mer än ett år")])
def test_a_day_long_ago_is_asked_about(deciding: Parties, years: int, told: str) -> None:
    day = clock.today().replace(year=clock.today().year - years)
    page = deciding.region.open(f"{deciding.path}/decision")
    facts = {"body": "Nämnden", "paragraph": "§ 1", "reference": "RS 1"}
    page.press("Gå vidare", decided_on=day.isoformat(), **facts)
    assert told in page.text
    page.press("Registrera beslutet", status=422)
    page.press("Registrera beslutet", is_day_sure=True)

    assert "Nämnden, § 1" in page.text


def test_bodies_that_a_colleague_has_named_are_not_put_back(
    county: CountyOfTests, deciding: Parties
) -> None:
    late = county.member(county.region, *COORDINATOR, name="Den sena")
    late.open(f"{deciding.path}/bodies")
    _name(deciding, BODIES)
    late.press("Spara", 409, bodies="Regionfullmäktige")

    assert "Hälso- och sjukvårdsnämnden" in late.text
    assert "Regionfullmäktige" in late.text
    named = select(AgreementParty.bodies).where(
        AgreementParty.organisation_id == county.region,
        AgreementParty.agreement_id == UUID(deciding.id),
    )
    assert county.execute(named).scalar_one() == BODIES.split("\n")


def test_what_a_colleague_has_put_right_of_a_decision_is_not_put_back(
    county: CountyOfTests, deciding: Parties
) -> None:
    deciding.decide(deciding.region)
    mine = Decision.agreement_id == UUID(deciding.id)
    decision = county.execute(select(Decision.id).where(mine)).scalar_one()
    path = f"{deciding.path}/decisions/{decision}/correct"
    late = county.member(county.region, *COORDINATOR, name="Den sena").open(path)
    late.press("Gå vidare", reference="RS 2026/99")
    page = deciding.region.open(path).press("Gå vidare", paragraph="§ 113")
    page.press("Spara rättelsen")
    late.press("Spara rättelsen", 409)

    assert "§ 113" in late.text
    kept = select(Decision.paragraph).where(mine)
    assert county.execute(kept).scalar_one() == "§ 113"
