"""Loads the facts of a county: who is there, and where each municipality stands on the map."""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from agreements.county_templates.loader import load_subjects, subjects
from agreements.county_templates.model import (
    CountyFile,
    LobYear,
    MunicipalityFacts,
    OrganisationFacts,
    UnitFacts,
)
from portal.authz import OrganisationKind
from portal.tenancy.rules import NUMBER, check_digit_holds
from portal.toml_table import KEY, KEY_SHAPE, Table, read_file

COUNTY_CODE = re.compile(r"\d{2}")
COUNTY_LETTERS = re.compile(r"[A-Z]{1,2}")
MUNICIPALITY_CODE = re.compile(r"\d{4}")
SOFT_HYPHEN = "\N{SOFT HYPHEN}"

SHORT, NAME, SENTENCE = 40, 120, 250
FIRST_LOB_YEAR, LAST_LOB_YEAR = 1977, 2199
# of fewer, whole per cent do not say how many
LEAST_TAKEN, MOST_TAKEN = 100, 999_999
LARGEST_MAP = 30

# Municipalities have a list of their own, with codes and tiles; private people have none.
OTHER_THAN_MUNICIPALITY = tuple(
    kind
    for kind in OrganisationKind
    if kind not in {OrganisationKind.MUNICIPALITY, OrganisationKind.INDIVIDUALS}
)
# A county has one region, and somebody who follows it. It may have any number of police areas, or
# none that takes part.
AT_LEAST_ONE = (OrganisationKind.REGION, OrganisationKind.COORDINATION_GROUP)


def load_county(path: Path) -> CountyFile:
    """Read the county of the file."""
    return read_file(path, _county)


def _county(root: Table) -> CountyFile:
    taken: set[str] = set()
    names: set[str] = set()
    code = root.shaped("code", COUNTY_CODE, "ska vara länets kod, två siffror")
    county = CountyFile(
        code=code,
        letters=root.shaped(
            "letters", COUNTY_LETTERS, "ska vara länets bokstäver, till exempel AC"
        ),
        name=root.text("name", most=NAME),
        short_name=root.text("short_name", most=SHORT),
        municipalities=_municipalities(root.tables("municipalities"), code, taken, names),
        municipality_units=_units(root.tables("municipality_units", required=False)),
        organisations=_organisations(root.tables("organisations"), taken, names),
        subjects=subjects(
            root.tables("subjects", required=False), {one.key for one in load_subjects()}
        ),
        lob_years=_lob_years(root.tables("lob_years", required=False)),
    )
    kinds = Counter(organisation.kind for organisation in county.organisations)
    for kind in AT_LEAST_ONE:
        if not kinds[kind]:
            root.note("organisations", f"ska ha minst en med kind = {kind}")
    if kinds[OrganisationKind.REGION] > 1:
        root.note("organisations", f"ska ha bara en med kind = {OrganisationKind.REGION}")
    return county


def _lob_years(tables: Iterable[Table]) -> tuple[LobYear, ...]:
    years: set[int] = set()
    found = []
    for table in tables:
        one = LobYear(
            year=table.number("year", least=FIRST_LOB_YEAR, most=LAST_LOB_YEAR),
            taken=table.number("taken", least=LEAST_TAKEN, most=MOST_TAKEN),
            cared_for=table.number("cared_for_percent", least=0, most=100),
            young=table.number("young_percent", least=0, most=100),
            violent=table.number("violent_percent", least=0, most=100),
            source=table.text("source", most=SENTENCE),
        )
        table.end()
        if one.year in years:
            table.note("year", f"{one.year} står två gånger")
        years.add(one.year)
        found.append(one)
    return tuple(found)


def _municipalities(
    tables: Iterable[Table], county_code: str, taken: set[str], names: set[str]
) -> tuple[MunicipalityFacts, ...]:
    codes: set[str] = set()
    tiles: set[tuple[int, int]] = set()
    municipalities = []
    for table in tables:
        facts = _municipality(table, taken)
        _check_municipality(table, facts, county_code)
        _check_name(table, facts.name, names)
        if facts.code in codes:
            table.note("code", f"kommunkoden {facts.code} finns redan")
        if (facts.tile_row, facts.tile_column) in tiles:
            table.note("tile_column", "rutan i kartan är redan upptagen")
        codes.add(facts.code)
        tiles.add((facts.tile_row, facts.tile_column))
        municipalities.append(facts)
    return tuple(municipalities)


def _municipality(table: Table, taken: set[str]) -> MunicipalityFacts:
    facts = MunicipalityFacts(
        key=table.key(taken),
        code=table.shaped("code", MUNICIPALITY_CODE, "ska vara kommunkoden, fyra siffror"),
        name=table.text("name", most=NAME),
        short_name=table.text("short_name", most=SHORT),
        tile_name=table.text("tile_name", most=SHORT),
        organisation_number=_organisation_number(table),
        tile_row=table.number("tile_row", least=0, most=LARGEST_MAP),
        tile_column=table.number("tile_column", least=0, most=LARGEST_MAP),
    )
    table.end()
    return facts


def _check_municipality(table: Table, facts: MunicipalityFacts, county_code: str) -> None:
    if not facts.code.startswith(county_code):
        table.note("code", f"börjar inte med länets kod, {county_code}")
    if facts.tile_name.replace(SOFT_HYPHEN, "") != facts.short_name:
        table.note("tile_name", f'ska vara "{facts.short_name}", med eller utan \\u00AD')


def _check_name(table: Table, name: str, names: set[str]) -> None:
    if name.casefold() in names:
        table.note("name", f'en annan heter redan "{name}"')
    names.add(name.casefold())


def _organisations(
    tables: Iterable[Table], taken: set[str], names: set[str]
) -> tuple[OrganisationFacts, ...]:
    organisations = []
    for table in tables:
        organisation = OrganisationFacts(
            key=table.key(taken),
            kind=table.choice("kind", OTHER_THAN_MUNICIPALITY),
            name=table.text("name", most=NAME),
            organisation_number=_organisation_number(table),
            units=_units(table.tables("units", required=False)),
        )
        table.end()
        _check_name(table, organisation.name, names)
        organisations.append(organisation)
    return tuple(organisations)


def _units(tables: Iterable[Table]) -> tuple[UnitFacts, ...]:
    taken: set[str] = set()
    units = []
    for table in tables:
        # Only a unit above may be named, so no unit can be part of itself round about.
        part_of = table.reference(
            "part_of", set(taken), "står inte bland enheterna ovanför", required=False
        )
        column = table.shaped("column", KEY, KEY_SHAPE) if table.has("column") else None
        units.append(
            UnitFacts(
                key=table.key(taken),
                name=table.text("name", most=NAME),
                place=table.text("place", most=SHORT, required=False),
                column=column,
                part_of=part_of,
            )
        )
        table.end()
    return tuple(units)


def _organisation_number(table: Table) -> str | None:
    key = "organisation_number"
    if not table.has(key):
        table.text(key, most=SHORT, required=False)
        return None
    number = table.shaped(key, NUMBER, "ska se ut som 212000-2627")
    if NUMBER.fullmatch(number) and not check_digit_holds(number):
        table.note(key, f"{number} är felskrivet: kontrollsiffran stämmer inte")
    return number
