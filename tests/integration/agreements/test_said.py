"""What is agreed as data stands beside what is done: nobody looks it up, or types it again."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from agreements.tables.groups import WorkingGroup
from portal import clock
from tests.integration.agreements.steps import Two
from tests.integration.agreements.test_disputes import begin
from tests.integration.county import CountyOfTests, Parties
from tests.integration.group import Group
from tests.integration.remembered import remembered

HERE = "Det här säger överenskommelsen"
SAID = {
    "avvikelse-mottagare": "Kvalitetssamordnaren",
    "tvist-ansvarar": "Beroendemottagningen",
    "ansvar-foljer-upp": "Processledaren",
    "mote-chefer-deltar": "Enhetschefen för öppenvården",
    "barn-grupp": "Barnhandläggaren",
    "overflytt-mottagare": "Mottagningsenheten",
    "kompetens-ledning": "Utvecklingsledaren",
}


@pytest.fixture
@remembered
def signed(county: CountyOfTests) -> Parties:
    """In force, with a function said in each of several sections."""
    draft = Parties(county).create()
    for key, title in SAID.items():
        draft.municipality.open(f"{draft.path}/facts/{key}/edit").press("Spara", v0_title=title)
    return draft.write_sections().fill_matrix().set_term().share().signing().all_sign()


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("deviations/new", (SAID["avvikelse-mottagare"], "10 arbetsdagar")),
        ("notice", ("Uppsägning, senast före sista dagen", "6 månader")),
        ("review", (SAID["ansvar-foljer-upp"], "varje år", "Ny lagstiftning")),
    ],
)
def test_it_stands_on_the_page_that_it_is_about(
    signed: Parties, page: str, told: tuple[str, ...]
) -> None:
    shown = signed.municipality.open(f"{signed.path}/{page}")
    assert HERE in shown.text
    for one in told:
        assert one in shown.text


def test_a_dispute_tells_who_answers_and_who_pays_meanwhile(signed: Parties) -> None:
    page = begin(signed, signed.municipality)
    assert f"Svarar för insatserna under tiden {SAID['tvist-ansvarar']}" in page.text
    assert "Den som får ansvaret betalar allt i efterhand" in page.text
    (link,) = page.soup.select("a[href$='/facts/tvist-kostnad']")
    page.open(str(link["href"]))


def test_a_group_tells_who_the_parties_have_said_meets_in_it(signed: Parties) -> None:
    group = Group(signed, kind="managers")
    for page in (group.path, f"{group.path}/members/new"):
        assert SAID["mote-chefer-deltar"] in signed.municipality.open(page).text
    assert HERE not in signed.municipality.open(Group(signed, kind="prevention").path).text


def test_the_group_for_children_meets_as_often_as_the_agreement_says(signed: Parties) -> None:
    group = Group(signed, kind="children", every="5", unit="years")
    page = signed.region.open(group.path)
    assert "varje månad, enligt 3. " in page.text.casefold()
    assert SAID["barn-grupp"] in page.text
    long_ago = clock.now() - timedelta(days=60)
    signed.county.execute(update(WorkingGroup).values(formed_at=long_ago))
    assert "Kalla till nästa möte" in signed.municipality.open("/todo").text


def test_a_transfer_tells_who_takes_it_where_the_other_has_agreed_on_it(
    signed: Parties, two: Two
) -> None:
    two.other.open("/transfers/new")
    about = {"other": str(signed.municipality_id), "reference": "SN 2026/7", "grounds": "Dit."}
    page = two.other.press("Gör begäran", inquiry="no", **about)
    assert SAID["overflytt-mottagare"] in page.text
