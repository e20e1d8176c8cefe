"""What is agreed as data stands beside what is done: nobody looks it up, or types it again."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from agreements.tables.fact import AgreementFact
from agreements.tables.groups import WorkingGroup
from portal import clock
from portal.resources import folder
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


@pytest.mark.parametrize(
    ("key", "page", "suggested"),
    [
        ("ansvar-uppsagning", "notice", "6 månader"),
        ("kompetens-ledning", "competence", "Utvecklingsledaren"),
        ("uppfoljning-visas", "follow-up", "varje år"),
        ("lob-kontakt-inom", "lob", "3 arbetsdagar"),
        ("avvikelse-svar-inom", "deviations/new", "10 arbetsdagar"),
    ],
)
def test_what_only_the_template_suggests_is_not_told_as_agreed(
    signed: Parties, key: str, page: str, suggested: str
) -> None:
    shown = signed.municipality.open(f"{signed.path}/{page}")
    assert suggested in shown.text
    signed.county.execute(delete(AgreementFact).where(AgreementFact.key == key))
    assert suggested not in shown.open(f"{signed.path}/{page}").text


def test_what_the_agreement_lacks_is_not_deviated_from(signed: Parties) -> None:
    asked = "option[value='fact:avvikelse-svar-inom']"
    page = signed.municipality.open(f"{signed.path}/deviations/new")
    assert page.soup.select(asked)
    gone = AgreementFact.key == "avvikelse-svar-inom"
    signed.county.execute(delete(AgreementFact).where(gone))
    assert not page.open(f"{signed.path}/deviations/new").soup.select(asked)


def test_a_dispute_tells_who_answers_and_who_pays_meanwhile(signed: Parties) -> None:
    page = begin(signed, signed.municipality)
    assert "Det här sade överenskommelsen när tvisten väcktes" in page.text
    assert HERE not in page.text
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
    assert "Det här säger Lokal överenskommelse, Åsele kommun" in page.text


def test_a_transfer_tells_which_of_two_agreements_says_what(
    county: CountyOfTests, signed: Parties, two: Two
) -> None:
    other = Parties(
        county,
        municipality=signed.municipality_id,
        template=county.publish(folder("county_templates") / "placerade-barn-2026.toml"),
    )
    page = other.create().municipality.open(f"{other.path}/facts/overflytt-mottagare/edit")
    page.press("Spara", v0_title="Placeringsenheten")
    other.write_sections().fill_matrix().set_term().share().signing().all_sign()
    two.other.open("/transfers/new")
    about = {"other": str(signed.municipality_id), "reference": "SN 2026/7", "grounds": "Dit."}
    page = two.other.press("Gör begäran", inquiry="no", **about)
    told = [one.get_text(" ", strip=True) for one in page.soup.select("section[aria-labelledby]")]
    first, second = (one for one in told if one.startswith("Det här säger"))
    assert first.startswith("Det här säger Lokal överenskommelse, Åsele kommun")
    assert SAID["overflytt-mottagare"] in first
    assert "Placeringsenheten" not in first
    assert second.startswith("Det här säger Placerade barn och unga: lokal överenskommelse")
    assert "Placeringsenheten" in second
