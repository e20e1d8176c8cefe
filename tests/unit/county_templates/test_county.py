"""The county file knows everybody in Västerbotten, and where they stand on the map."""

import pytest

from agreements.county_templates import load_county, load_template
from agreements.county_templates.loader import FOLDER
from agreements.county_templates.model import CountyFile
from portal.authz import OrganisationKind

MAP = [
    ["", "Sorsele", "Malå", "Norsjö", "Skellefteå"],
    ["", "Storuman", "Lycksele", "Vindeln", "Robertsfors"],
    ["Vilhelmina", "Åsele", "Bjurholm", "Vännäs", "Umeå"],
    ["Dorotea", "", "", "Nordmaling", ""],
]


@pytest.fixture(scope="module")
def county() -> CountyFile:
    return load_county(FOLDER / "vasterbotten.toml")


def test_it_is_vasterbotten(county: CountyFile) -> None:
    assert (county.code, county.letters, county.name) == ("24", "AC", "Västerbottens län")


def test_the_map_has_every_municipality_in_its_place(county: CountyFile) -> None:
    drawn = [["" for _ in row] for row in MAP]
    for municipality in county.municipalities:
        drawn[municipality.tile_row][municipality.tile_column] = municipality.short_name
    assert drawn == MAP


def test_municipalities_go_by_their_official_names(county: CountyFile) -> None:
    names = {municipality.code: municipality.name for municipality in county.municipalities}
    assert len(names) == 15
    assert names["2401"] == "Nordmalings kommun"
    assert names["2409"] == "Robertsfors kommun"
    assert names["2421"] == "Storumans kommun"
    assert names["2480"] == "Umeå kommun"


def test_organisation_numbers_are_those_of_the_register(county: CountyFile) -> None:
    numbers = {
        municipality.key: municipality.organisation_number for municipality in county.municipalities
    }
    assert numbers["umea"] == "212000-2627"
    assert numbers["skelleftea"] == "212000-2643"
    assert len(set(numbers.values())) == len(numbers)


def test_long_names_say_where_they_may_break(county: CountyFile) -> None:
    tiles = {municipality.key: municipality.tile_name for municipality in county.municipalities}
    assert tiles["robertsfors"] == "Roberts\N{SOFT HYPHEN}fors"
    assert tiles["nordmaling"] == "Nord\N{SOFT HYPHEN}maling"


def test_the_region_has_sobering_up_units_in_umea_and_skelleftea(county: CountyFile) -> None:
    region = next(org for org in county.organisations if org.kind is OrganisationKind.REGION)
    places = {unit.place for unit in region.units if "TNE" in unit.name}
    assert places == {"Umeå", "Skellefteå"}
    assert {unit.part_of for unit in region.units} >= {None, "psykiatri"}


def test_everybody_else_is_there(county: CountyFile) -> None:
    names = [organisation.name for organisation in county.organisations]
    assert names == [
        "Region Västerbotten",
        "Polisområde Västerbotten",
        "Länssamordningsgruppen i Västerbotten",
        "Gymnasieskolan i Skellefteå",
        "Brukarföreningen Västerbotten",
        "Anhörigföreningen Västerbotten",
    ]


def test_units_answer_in_columns_the_template_has(county: CountyFile) -> None:
    template = load_template(FOLDER / "vasterbotten-2016.toml")
    units = [
        *county.municipality_units,
        *(unit for organisation in county.organisations for unit in organisation.units),
    ]
    assert {unit.column for unit in units if unit.column} <= {
        column.key for column in template.columns
    }
    assert template.county == county.code


def test_the_county_has_a_subject_of_its_own_with_a_template(county: CountyFile) -> None:
    assert [one.key for one in county.subjects] == ["lob"]
    template = load_template(FOLDER / "lob-lanet-2026.toml")
    assert (template.subject, template.county) == ("lob", county.code)
