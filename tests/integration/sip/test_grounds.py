"""Each ground × kind of decider × kind of receiver, in the page and in the database."""

from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.authz import OrganisationKind
from portal.db import db
from portal.ids import new_id
from sip.kernel.vocabulary import PersonKind
from sip.ledger.rules import PLAN, invite, relative
from sip.tables.consent import BasisDecision
from tests.acting import acting_as
from tests.integration.sip.world import Signed, SipWorld
from tests.unit.sip.consent import statute


class Cast:
    """A plan that a municipality, a region, the police, a school and a relative take part in."""

    def __init__(self, sip: SipWorld, maja: Signed, nils: Signed, kim: Signed) -> None:
        county = sip.county
        school = county.organisation("Anderstorpsgymnasiet", OrganisationKind.SCHOOL)
        self.sip = sip
        self.deciders: dict[str, Signed] = {
            "municipality": maja,
            "region": nils,
            "police": sip.caseworker(county.police, "Pia Polis"),
            "school": sip.caseworker(school, "Stina Skola"),
        }
        self.plan = sip.plan(maja, person=kim, person_name="Kim Andersson")
        # a second of each kind, for a decider of the same kind to disclose to
        self.same = {
            kind: sip.caseworker(county.organisation(f"Norra {kind}", OrganisationKind(kind)), kind)
            for kind in statute.KINDS
        }
        others = [one for one in (*self.deciders.values(), *self.same.values()) if one is not maja]
        for one in others:
            self.plan.participant(one)
        mother = self.plan.person(PersonKind.RELATIVE, "Anna Andersson")
        invited = [invite(one.organisation_id) for one in others]
        self.plan.grant(PLAN, relative(mother), *invited)
        self.mother = mother

    def receiver(self, decider: str, kind: str) -> UUID:
        if kind == "individuals":
            return self.mother
        who = self.same[kind] if kind == decider else self.deciders[kind]
        return who.organisation_id

    def decisions(self) -> int:
        found = select(func.count()).select_from(BasisDecision)
        return int(self.sip.county.execute(found).scalar_one())


@pytest.fixture
def cast(sip: SipWorld, maja: Signed, nils: Signed, kim: Signed) -> Cast:
    return Cast(sip, maja, nils, kim)


def said_of(code: str) -> dict[str, Any]:
    """What the form of a ground asks, by the statute."""
    said: dict[str, Any] = {
        "reason": "Behövs nu.",
        "valid_to": str(clock.today() + timedelta(days=1)),
        "follow_up_on": str(clock.today()),
    }
    if code in statute.WITH_CONDITION:
        said["condition"] = "dependence"
    if code in statute.WITH_PROVISION:
        said["provision"] = "19 kap. 1 § socialtjänstlagen"
    if code in statute.WITH_ASSESSMENT:
        said["assessment"] = "Ingen lider men."
    return said


@pytest.mark.parametrize("kind", statute.KINDS)
def test_the_page_offers_the_statute_s_grounds_and_receivers_and_takes_no_other(
    cast: Cast, kind: str
) -> None:
    browser = cast.deciders[kind].browser
    path = f"{cast.plan.path}/basis/new"
    offered = {
        link["href"].removeprefix(f"{path}/")
        for link in browser.open(path).soup.select("main ul.entries a")
    }
    expected = {
        f"{activity}/{code}"
        for code, (activities, _receivers) in statute.STATUTE.items()
        for activity in activities
        if (kind, activity) in statute.DECIDERS
    }
    assert offered == expected

    receivers = {one: str(cast.receiver(kind, one)) for one in statute.RECEIVERS}
    for code, activity in product(statute.STATUTE, statute.ACTIVITIES):
        address = f"{path}/{activity}/{code}"
        if f"{activity}/{code}" not in expected:
            browser.open(address, status=404)
            continue
        form = browser.open(address)
        values = {one["value"] for one in form.soup.select("select[name=to] option")}
        shown = {one for one, value in receivers.items() if value in values}
        assert shown == statute.STATUTE[code][1], address
        fields = {one["name"] for one in form.soup.select("main [name]")}
        assert ("condition" in fields) == (code in statute.WITH_CONDITION), address
        assert ("provision" in fields) == (code in statute.WITH_PROVISION), address
        assert ("assessment" in fields) == (code in statute.WITH_ASSESSMENT), address
        for one, to in receivers.items():
            before = cast.decisions()
            is_allowed = statute.allows(code, kind, activity, one)
            url, data = browser.open(address).filled("Besluta", said_of(code))
            sent = {**data, "to": to, "categories": ["health"]}
            browser.post(url, sent, status=200 if is_allowed else 422)
            assert cast.decisions() - before == is_allowed, (address, one)


def decided(cast: Cast, kind: str, to: str, **said: Any) -> bool:
    """Whether the database takes such a decision from the web server's login."""
    by = cast.deciders[kind]
    row = {
        "id": new_id(),
        "county_id": cast.plan.county_id,
        "plan_id": cast.plan.id,
        "organisation_id": by.organisation_id,
        "to_party": cast.receiver(kind, to),
        "categories": ["health"],
        "reason_sealed": b"x" * 30,
        "decided_by": by.account_id,
        "decided_by_name": by.name,
        "decided_at": clock.now(),
        "valid_to": clock.now() + timedelta(hours=1),
        "follow_up_on": clock.today(),
    }
    with cast.sip.county.app.app_context(), acting_as(by.token):
        try:
            with db.session.begin_nested():
                db.session.connection().execute(insert(BasisDecision).values(row | said))
        except IntegrityError:  # a check: anything else fails the test
            return False
        finally:
            db.session.rollback()
        return True


def stated(code: str) -> dict[str, Any]:
    return {
        "code": code,
        "condition": "dependence" if code in statute.WITH_CONDITION else None,
        "provision_sealed": b"x" * 30 if code in statute.WITH_PROVISION else None,
        "assessment_sealed": b"x" * 30 if code in statute.WITH_ASSESSMENT else None,
    }


@pytest.mark.parametrize("kind", statute.KINDS)
def test_the_database_takes_what_the_statute_allows_and_nothing_else(cast: Cast, kind: str) -> None:
    cells = list(product(statute.STATUTE, (*statute.ACTIVITIES, None), statute.RECEIVERS))
    taken = {
        (code, activity, to)
        for code, activity, to in cells
        if decided(cast, kind, to, activity=activity, **stated(code))
    }
    allowed = {cell for cell in cells if cell[1] and statute.allows(cell[0], kind, *cell[1:])}
    assert taken == allowed


@pytest.mark.parametrize(
    ("code", "lacks"),
    [
        *((code, {"condition": None}) for code in statute.WITH_CONDITION),
        *((code, {"provision_sealed": None}) for code in statute.WITH_PROVISION),
        *((code, {"assessment_sealed": None}) for code in statute.WITH_ASSESSMENT),
        ("osl_10_2", {"condition": "under_18"}),
    ],
)
def test_the_database_requires_what_the_ground_does(
    cast: Cast, code: str, lacks: dict[str, Any]
) -> None:
    kind = "police" if code == "osl_10_27" else "municipality"
    if code == "osl_25_12":
        kind = "region"
    activity = {"police": "other", "region": "health_care", "municipality": "social_services"}[kind]
    to = "region" if kind == "municipality" else "municipality"
    assert decided(cast, kind, to, activity=activity, **stated(code))
    assert not decided(cast, kind, to, activity=activity, **(stated(code) | lacks))


def test_the_database_knows_a_private_person_by_their_place_in_the_plan(
    cast: Cast, maja: Signed
) -> None:
    other = cast.sip.plan(maja).person(PersonKind.RELATIVE, "Bo Ek")
    said = {"activity": "social_services", **stated("osl_10_2")}
    assert decided(cast, "municipality", "individuals", **said)
    assert not decided(cast, "municipality", "individuals", **said, to_party=other)
    assert not decided(cast, "municipality", "individuals", **said, to_party=new_id())


def test_the_person_reads_all_that_was_stated(cast: Cast, kim: Signed) -> None:
    maja = cast.deciders["municipality"].browser
    for code, activity in (("osl_25_1_26_1", "social_services"), ("osl_10_28", "health_care")):
        form = maja.open(f"{cast.plan.path}/basis/new/{activity}/{code}")
        said = said_of(code) | {"to": str(cast.sip.county.region)}
        url, data = form.filled("Besluta", said)
        form.post(url, {**data, "categories": ["health"]})
    form = cast.deciders["region"].browser.open(f"{cast.plan.path}/basis/new/health_care/osl_25_12")
    said = said_of("osl_25_12") | {"to": str(cast.sip.county.municipality)}
    url, data = form.filled("Besluta", said | {"condition": "unborn_child"})
    form.post(url, {**data, "categories": ["health"]})

    page = kim.browser.open(f"{cast.plan.my_path}/who-may-see").text
    for words in (
        "Det här lämnas, eller har lämnats, utan ditt samtycke",
        "Prövningen: Ingen lider men.",
        "Bestämmelsen: 19 kap. 1 § socialtjänstlagen",
        "till skydd för det väntade barnet.",
        "Beslutat för: Hälso- och sjukvården.",
        "Varför: Behövs nu.",
    ):
        assert words in page
