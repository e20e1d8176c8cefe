"""Name, address and organisation, in the shapes that providers send them."""

from collections.abc import Mapping

import pytest

from portal.config import IssuerSettings
from portal.identity.oidc.identity import (
    check_organisation,
    displayed_name,
    email_address,
    personal_number,
)
from tests.providers.hostile import AFFILIATION_CLAIM, NUMBER_CLAIM


def settings(*numbers: str) -> IssuerSettings:
    return IssuerSettings(
        key="kommun",
        door="staff",
        name="Kommunen",
        issuer="https://idp.example.se",
        client_id="samsyn",
        organisation_numbers=numbers,
        sign_in_level=0,
    )


@pytest.mark.parametrize("listed", ["212000-2627", "2120002627", "162120002627"])
@pytest.mark.parametrize(
    "claims",
    [
        {NUMBER_CLAIM: "2120002627"},
        {NUMBER_CLAIM: "212000-2627"},
        {NUMBER_CLAIM: "162120002627"},
        {AFFILIATION_CLAIM: "anna@2120002627"},
        {AFFILIATION_CLAIM: "anna@umea@2120002627"},
        {NUMBER_CLAIM: "2120002627", AFFILIATION_CLAIM: "anna@212000-2627"},
    ],
)
def test_an_organisation_is_the_same_however_its_number_is_written(
    claims: Mapping[str, str], listed: str
) -> None:
    assert check_organisation(claims, settings(listed)) == "2120002627"


@pytest.mark.parametrize(
    ("claims", "number"),
    [({}, None), ({NUMBER_CLAIM: 7}, None), ({NUMBER_CLAIM: ""}, None), ({NUMBER_CLAIM: "5"}, "5")],
)
def test_without_a_list_any_organisation_will_do(
    claims: Mapping[str, object], number: str | None
) -> None:
    assert check_organisation(claims, settings()) == number


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"name": " Anna Andersson "}, "Anna Andersson"),
        ({"given_name": "Anna", "family_name": "Andersson"}, "Anna Andersson"),
        ({"family_name": "Andersson"}, "Andersson"),
        ({"name": "", "given_name": 7}, None),
    ],
)
def test_a_name_may_come_in_parts(claims: Mapping[str, object], name: str | None) -> None:
    assert displayed_name(claims) == name


@pytest.mark.parametrize(
    ("claims", "address"),
    [
        ({"email": "anna@umea.example.se"}, "anna@umea.example.se"),
        ({"email": "anna@umea.example.se", "email_verified": True}, "anna@umea.example.se"),
        ({"email": "anna@umea.example.se", "email_verified": False}, None),
        ({"email": "anna@umea.example.se", "email_verified": "false"}, None),
        ({}, None),
    ],
)
def test_an_address_nobody_checked_is_no_address(
    claims: Mapping[str, object], address: str | None
) -> None:
    assert email_address(claims) == address


PERSON = "https://id.oidc.se/claim/personalIdentityNumber"
COORDINATION = "https://id.oidc.se/claim/coordinationNumber"


@pytest.mark.parametrize(
    ("claims", "number"),
    [
        ({PERSON: " 199008279839 "}, "199008279839"),
        ({COORDINATION: "199008879836"}, "199008879836"),
        ({PERSON: "199008279839", COORDINATION: "199008879836"}, "199008279839"),
        ({PERSON: 199008279839}, None),
        ({PERSON: ""}, None),
        ({"personalIdentityNumber": "199008279839"}, None),
    ],
)
def test_a_person_is_known_by_the_claim_that_the_settings_name(
    claims: Mapping[str, object], number: str | None
) -> None:
    assert personal_number(claims, settings()) == number
