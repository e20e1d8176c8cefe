"""What is open of an agreement, in one statement, is what the policies let through."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Select, insert, select, update

from agreements.facade import facts_of
from agreements.facts import FactKind
from agreements.lob import queries as lob
from agreements.lob_work.reviews import review_of
from agreements.meetings import of_agreement
from agreements.meetings.of_agreement import OpenOf
from agreements.tables import functions
from agreements.tables.activity import Activity
from agreements.tables.agreement import Agreement
from agreements.tables.deviation import Deviation
from agreements.tables.dispute import Dispute
from agreements.tables.follow_up import IndicatorValue
from agreements.tables.groups import GroupDecision, WorkingGroup
from agreements.tables.lob import LobFigure
from portal import clock
from portal.authz import OrganisationKind, Role
from portal.db import db
from portal.ids import new_id
from tests.acting import acting_as, without_pages
from tests.integration.agreements.test_activities import plan
from tests.integration.agreements.test_deviations import report
from tests.integration.agreements.test_disputes import begin
from tests.integration.agreements.test_parts import COUNTY, READ, STRANGERS, everybody
from tests.integration.county import CountyOfTests, Parties
from tests.integration.group import Group

TODAY = clock.today()
EVERY = (
    *("activities", "decisions", "deviations", "disputes", "routines"),
    *("indicators", "values", "places", "figures"),
)
# who is on a side, in a role that reads them
OF_DEVIATION = {"the municipality", "the region"}


def _through_policies(agreement: UUID) -> Mapping[str, set[str]]:
    of_group = select(GroupDecision.id).join(
        WorkingGroup, WorkingGroup.id == GroupDecision.group_id
    )
    asked: Mapping[str, Select[UUID]] = {
        "activities": select(Activity.id).where(Activity.agreement_id == agreement),
        "decisions": of_group.where(WorkingGroup.agreement_id == agreement),
        "deviations": select(Deviation.id).where(Deviation.agreement_id == agreement),
        "disputes": select(Dispute.id).where(Dispute.agreement_id == agreement),
    }
    return {part: {str(one) for one in db.session.scalars(found)} for part, found in asked.items()}


def _fill(county: CountyOfTests, parties: Parties) -> None:
    """Something of each kind that is open."""
    plan(parties, county.region)
    report(parties, parties.municipality)
    begin(parties, parties.municipality)
    Group(parties).held().decide("Region")
    agreement = UUID(parties.id)
    entered = {
        "county_id": county.id,
        "agreement_id": agreement,
        "subject_id": county.execute(
            select(Agreement.subject_id).where(Agreement.id == agreement)
        ).scalar_one(),
        "municipality_id": parties.municipality_id,
        "organisation_id": parties.municipality_id,
        "fact_key": "x",
        "indicator": "Antal planer",
        "unit": "count",
        "source": "Registret",
        "note": "",
        "recorded_by": "Maja",
        "recorded_at": clock.now(),
    }
    values = [(2024, 1, 4, ""), (2024, 2, 5, "Fel."), (2023, 1, 3, "")]
    rows = [
        entered | {"id": new_id(), "year": year, "version": version, "value": value, "reason": why}
        for year, version, value, why in values
    ]
    county.execute(insert(IndicatorValue).values(rows))


def _open_of(agreement: UUID) -> Mapping[str, object]:
    return {one.part: one.content for one in functions.open_of_agreement(agreement, EVERY, TODAY)}


def test_each_reader_sees_of_what_is_open_what_the_policies_say(
    county: CountyOfTests, signing: Parties
) -> None:
    parties = signing.all_sign()
    _fill(county, parties)
    agreement = UUID(parties.id)
    seen: dict[str, dict[str, int]] = {}
    for name, token in everybody(county, parties).items():
        with county.app.app_context(), acting_as(token):
            found = _open_of(agreement)
            for part, ids in _through_policies(agreement).items():
                rows = found.get(part) or []
                assert isinstance(rows, list)
                assert {one["id"] for one in rows} == ids, (name, part)
                seen.setdefault(part, {})[name] = len(rows)
            db.session.expunge_all()
            facts = facts_of(agreement, TODAY, kinds=[FactKind.INDICATOR])
            assert len(found.get("indicators") or ()) == len(facts), name
            assert bool(found) == bool(facts) == (name not in STRANGERS), name
    readers = {part: {who for who, rows in one.items() if rows} for part, one in seen.items()}
    assert readers["activities"] == READ | COUNTY
    assert readers["deviations"] >= OF_DEVIATION
    assert readers["disputes"] >= OF_DEVIATION
    assert "the police" not in readers["deviations"] | readers["disputes"]
    assert {"the region", "the police", "the group"} <= readers["decisions"]
    assert "another municipality" not in readers["decisions"]


def test_what_is_open_is_what_is_asked_of_each_by_itself(
    county: CountyOfTests, signing: Parties
) -> None:
    parties = signing.all_sign()
    _fill(county, parties)
    began = TODAY - timedelta(days=800)
    county.execute(update(Agreement).values(valid_from=began))
    row = {"year": TODAY.year - 2, "version": 1, "taken": 1, "cared_for": 0, "young": 0}
    county.execute(
        insert(LobFigure).values(
            id=new_id(),
            county_id=county.id,
            municipality_id=parties.municipality_id,
            organisation_id=county.police,
            violent=0,
            source="",
            reason="",
            recorded_by="Petra",
            recorded_at=clock.now(),
            **row,
        )
    )
    elsewhere = county.organisation("Dorotea kommun", OrganisationKind.MUNICIPALITY)
    for browser in (parties.region, county.member(elsewhere, Role.COORDINATOR)):
        with without_pages(browser) as actor:
            found = _read(parties)
            assert found.review == review_of(found.agreement, TODAY)
            assert found.places == {parties.municipality_id: "Malå"}
            years = [(one.year, one.value) for one in found.values]
            assert years == [(2023, 3), (2024, 5)]
            missing = {
                year: [one.short_name for one in here if one.id in found.places]
                for year, here in lob.list_missing(actor, TODAY).items()
            }
            assert found.figures_missing == {year: here for year, here in missing.items() if here}
            assert found.values_lacking


def _read(parties: Parties) -> OpenOf:
    agreement = functions.agreement_with_parties(UUID(parties.id))
    assert agreement is not None
    return of_agreement.ask(agreement, TODAY, *EVERY)
