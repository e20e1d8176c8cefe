"""Two who change a group, its members or its meetings at once: neither's change is lost."""

from sqlalchemy import select

from agreements.tables.dispute import DisputeReference
from agreements.tables.groups import GroupMeeting, GroupMember, WorkingGroup
from portal.zone import STOCKHOLM
from tests.browser import Browser
from tests.integration.agreements.test_disputes import _path, begin
from tests.integration.county import COORDINATOR, CountyOfTests, Parties
from tests.integration.group import Group


def _colleague(parties: Parties) -> Browser:
    return parties.county.member(parties.municipality_id, *COORDINATOR, name="Eva Ett")


def test_what_one_did_not_touch_is_not_put_back(county: CountyOfTests, shared: Parties) -> None:
    group = Group(shared)
    first = _colleague(shared).open(f"{group.path}/change")
    shared.municipality.open(f"{group.path}/change").press("Spara", name="Styrgrupp Malå")
    first.press("Spara", every="6")

    row = county.execute(select(WorkingGroup.name, WorkingGroup.every)).one()
    assert (row.name, row.every) == ("Styrgrupp Malå", 6)


def test_the_same_thing_changed_in_two_ways_is_shown_to_the_second(
    county: CountyOfTests, shared: Parties
) -> None:
    group = Group(shared)
    first = _colleague(shared).open(f"{group.path}/change")
    shared.municipality.open(f"{group.path}/change").press("Spara", name="Styrgrupp Malå")
    # also when something else had to be put right in between
    first.press("Spara", 422, name="")
    first.press("Spara", 409, name="Lokal styrgrupp")
    assert "Lokal styrgrupp" in first.text
    assert "Styrgrupp Malå" in first.text
    assert county.execute(select(WorkingGroup.name)).scalar_one() == "Styrgrupp Malå"


def test_of_a_member(county: CountyOfTests, shared: Parties) -> None:
    group = Group(shared)
    member = county.execute(
        select(GroupMember.id).where(GroupMember.organisation_id == county.region)
    ).scalar_one()
    there = f"{group.path}/members/{member}"
    first = _colleague(shared).open(there)
    shared.municipality.open(there).press("Spara", function="Enhetschef")
    first.press("Spara", confirms=True)
    row = county.execute(
        select(GroupMember.function, GroupMember.confirms).where(GroupMember.id == member)
    ).one()
    assert (row.function, row.confirms) == ("Enhetschef", True)
    first.open(there)
    shared.municipality.open(there).press("Spara", function="Verksamhetschef")
    first.press("Spara", 409, function="Avdelningschef")
    assert "Verksamhetschef" in first.text


def test_of_a_meeting(county: CountyOfTests, shared: Parties) -> None:
    group = Group(shared)
    group.plan()
    first = _colleague(shared).open(f"{group.meeting}/move")
    shared.municipality.open(f"{group.meeting}/move").press("Spara", place="Hälsocentralen")
    first.press("Spara", starts="9")
    row = county.execute(select(GroupMeeting.place, GroupMeeting.starts_at)).one()
    assert (row.place, row.starts_at.astimezone(STOCKHOLM).hour) == ("Hälsocentralen", 9)


def test_of_what_a_side_calls_a_dispute(county: CountyOfTests, signed: Parties) -> None:
    begin(signed, signed.municipality)
    there = f"{_path(county)}/reference"
    first = _colleague(signed).open(there)
    signed.municipality.open(there).press("Spara", reference="SN 2026/1")
    first.press("Spara", 409, reference="SN 2026/2")
    assert "SN 2026/1" in first.text
    assert county.execute(select(DisputeReference.reference)).scalar_one() == "SN 2026/1"


def test_a_meeting_that_was_moved_is_called_off_by_who_has_read_that(
    county: CountyOfTests, shared: Parties
) -> None:
    group = Group(shared)
    group.plan()
    late = _colleague(shared).open(f"{group.meeting}/cancel")
    shared.municipality.open(f"{group.meeting}/move").press("Spara", place="Hälsocentralen")
    late.press("Ställ in mötet", 422, reason="Influensan")

    assert late.problems[0].startswith("Mötet har flyttats sedan du öppnade sidan.")
    assert late.value("reason") == "Influensan"
    assert county.execute(select(GroupMeeting.status)).scalar_one() == "planned"
    late.press("Ställ in mötet")
    assert county.execute(select(GroupMeeting.status)).scalar_one() == "cancelled"
