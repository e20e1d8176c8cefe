"""The board is one statement, and what that gives is what the policies let through."""

import json
from uuid import UUID

from sqlalchemy import select

from agreements.tables import functions
from agreements.tables.agreement import Agreement
from agreements.tables.template import Subject
from portal import clock
from portal.authz import OrganisationKind, Role
from portal.db import db
from portal.tenancy.models import Organisation
from tests.acting import acting_as
from tests.integration.county import COORDINATOR, CountyOfTests, Parties
from tests.integration.isolation import DO_WHAT_WAITS


def _board(county: CountyOfTests, token: str, wanted: str = "") -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    with county.app.app_context(), acting_as(token):
        today = clock.today()
        for one in functions.board(wanted, today.replace(year=today.year - 2), today):
            found.setdefault(one.part, []).append(one.content)
        db.session.rollback()
    return found


def _ids(county: CountyOfTests, token: str, column: object) -> set[str]:
    with county.app.app_context(), acting_as(token):
        found = {str(one) for one in db.session.scalars(select(column))}  # type: ignore[call-overload]
        db.session.rollback()
    return found


def test_it_is_one_statement_after_the_one_that_says_who_asks(
    county: CountyOfTests, signing: Parties
) -> None:
    page = county.member(county.group, *COORDINATOR)
    page.open("/county")

    asked = [one for one in page.open("/county").sql if one != DO_WHAT_WAITS]

    assert len(asked) == 2, asked
    assert "app.enter(" in asked[0]
    assert "app.board(" in asked[1]


def test_it_gives_the_countys_own_and_leads_to_what_may_be_read(
    county: CountyOfTests, signing: Parties
) -> None:
    providers = county.app.extensions["providers"]
    elsewhere = CountyOfTests(county.app, county.execute, "Norrbotten")
    county.app.extensions["providers"] = providers
    signed = signing.anew().all_sign()
    readers = {
        "a party": signed.region.token,
        "the group": county.member(county.group, Role.COORDINATOR).token,
        "an administrator": county.member(county.region, Role.ADMINISTRATOR).token,
        "a neighbour": elsewhere.member(elsewhere.region, Role.COORDINATOR).token,
        "nobody": "",
    }
    for name, token in readers.items():
        found = _board(county, token)
        subjects = json.loads(found["subjects"][0] or "[]")
        organisations = json.loads(found["organisations"][0] or "[]")
        every = [json.loads(one) for one in found.get("agreement", ())]
        told = {one["agreement_id"] for one in every} - {None}

        assert {one["key"] for one in subjects} == _ids(county, token, Subject.key), name
        ids = {one["id"] for one in organisations}
        kept = _ids(county, token, Organisation.id)
        assert ids <= kept, name
        assert told <= _ids(county, token, Agreement.id), name
        assert (signed.id in told) is (name in {"a party", "the group", "an administrator"}), name
        assert bool(every) is (name not in {"a neighbour", "nobody"}), name


def test_who_may_not_read_one_is_told_that_it_is_there_and_not_which(
    county: CountyOfTests, shared: Parties
) -> None:
    place = county.organisation("Dorotea kommun", OrganisationKind.MUNICIPALITY)
    of_another = _board(county, county.member(place, Role.COORDINATOR).token)["agreement"]
    mine = _board(county, shared.region.token)["agreement"]

    def line(found: list[str]) -> dict[str, object]:
        here = str(UUID(str(shared.municipality_id)))
        return next(one for one in map(json.loads, found) if one["municipality_id"] == here)

    assert line(mine)["agreement_id"] == shared.id
    assert line(of_another)["agreement_id"] is None
    assert line(of_another)["status"] == "shared"
