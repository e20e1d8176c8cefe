"""A malformed file is refused whole, and says where and why in Swedish."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from agreements.county_templates import (
    TomlFileError,
    load_county,
    load_legal_references,
    load_template,
)

TEMPLATE = """\
id = "prov-2026"
county = "24"
name = "Provmallen"
edition = "2026"
owner = "Gruppen"
contact = "Gruppens sekreterare"
next_revision = 2028
subject = "provet"
parties = ["region", "municipality", "police"]

[[adopted]]
body = "Gruppen"
on = 2026-01-15

[[sections]]
key = "sip"
heading = "Planen"
short_heading = "Plan"
guidance = "Det här reder ni ut. Så här gör ni."
legal = ["ny"]
parties = ["municipality", "region"]

[[sections.prompts]]
key = "vem"
question = "Vem börjar?"

[[sections.prompts]]
key = "var"
question = "Var träffas ni?"

[[columns]]
key = "socialtjanst"
label = "Socialtjänst"
short_label = "Soc"
party = "municipality"

[[phases]]
key = "tidigt"
title = "Tidigt stöd"

[[rows]]
key = "radgivning"
phase = "tidigt"
title = "Rådgivning"
source = "Listan, punkt 1"
source_owner = "municipality"
default = { socialtjanst = "responsible" }
"""

LEGAL = """\
[[references]]
key = "gammal"
act = "den gamla lagen"
abbreviation = "GL"
sfs = "2001:453"
section = "5 kap. 9 a §"
summary = "En gammal regel."
valid_from = 2013-07-01
valid_until = 2025-06-30
replaced_by = "ny"
verified = true
source = "SFS"

[[references]]
key = "ny"
act = "den nya lagen"
abbreviation = "NL"
sfs = "2025:400"
summary = "En ny regel."
valid_from = 2025-07-01
verified = false
note = "Inte läst."
source = "SFS"
"""

COUNTY = """\
code = "24"
letters = "AC"
name = "Västerbottens län"
short_name = "Västerbotten"

[[municipalities]]
key = "umea"
code = "2480"
name = "Umeå kommun"
short_name = "Umeå"
tile_name = "Umeå"
organisation_number = "212000-2627"
tile_row = 2
tile_column = 4

[[municipalities]]
key = "nordmaling"
code = "2401"
name = "Nordmalings kommun"
short_name = "Nordmaling"
tile_name = "Nord\\u00ADmaling"
tile_row = 3
tile_column = 3

[[organisations]]
key = "regionen"
kind = "region"
name = "Regionen"

[[organisations.units]]
key = "primarvard"
name = "Primärvård"
column = "primarvard"

[[organisations.units]]
key = "halsocentral"
name = "Hälsocentral"
part_of = "primarvard"

[[organisations]]
key = "polisen"
kind = "police"
name = "Polisen"

[[organisations]]
key = "gruppen"
kind = "coordination_group"
name = "Gruppen"

[[subjects]]
key = "lob"
name = "LOB"
name_en = "Taking care of intoxicated persons"
target_group = "Den som polisen tar hand om."
target_group_en = "Anyone whom the police take care of."
legal = ["lob-1976-511"]
"""


KINDS = (
    "municipality, region, police, coordination_group, user_organisation, school, probation,"
    " state_care, social_insurance, employment, care_provider, provider, shelter, association,"
    " other_authority"
)
KEY_SHAPE = "får bara ha små bokstäver a–z, siffror och bindestreck, och börjar med en bokstav"
A_DAY = "ska vara ett datum utan citattecken, till exempel 2016-05-24"


class Slip(NamedTuple):
    """One slip of the pen: `written` stands where `right` should, and what is said about it.

    `also` is what follows from the slip and is told as well.
    """

    right: str
    written: str
    said: str
    also: tuple[str, ...] = ()


def _refused(load: Callable[[Path], object], path: Path) -> list[str]:
    with pytest.raises(TomlFileError) as refusal:
        load(path)
    assert refusal.value.path == path
    lines = str(refusal.value).splitlines()
    assert all(line.startswith(f"{path.name}: ") for line in lines)
    assert len(lines) == len(refusal.value.problems)
    return [line.removeprefix(f"{path.name}: ") for line in lines]


def _with(text: str, slip: Slip) -> str:
    assert text.count(slip.right) >= 1
    return text.replace(slip.right, slip.written, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mall.toml").write_text(TEMPLATE, encoding="utf-8")
    (tmp_path / "legal_references.toml").write_text(LEGAL, encoding="utf-8")
    (tmp_path / "lan.toml").write_text(COUNTY, encoding="utf-8")
    return tmp_path


def test_the_files_are_fine_before_the_slips(folder: Path) -> None:
    assert load_template(folder / "mall.toml").rows[0].key == "radgivning"
    assert len(load_legal_references(folder / "legal_references.toml")) == 2
    assert load_county(folder / "lan.toml").municipalities[1].organisation_number is None


@pytest.mark.parametrize(
    "slip",
    [
        Slip(
            'id = "prov-2026"',
            'id "prov-2026"',
            "rad 1, kolumn 4: likhetstecknet efter nyckeln saknas",
        ),
        Slip(
            '"Provmallen"',
            "Provmallen",
            "rad 3, kolumn 8: värdet går inte att läsa; saknas citattecken?",
        ),
        Slip(
            '"Provmallen"',
            '"Provmallen',
            "rad 3, kolumn 19: texten avslutas inte med citattecken på samma rad",
        ),
        Slip('edition = "2026"', 'name = "2026"', "rad 4, kolumn 14: nyckeln står två gånger"),
        Slip("2026-01-15", "2026-02-30", "rad 13, kolumn 6: datumet finns inte"),
        Slip("2026-01-15", '"2026-01-15"', f"adopted[1].on: {A_DAY}"),
        Slip("2026-01-15", "2026-01-15T10:00:00", f"adopted[1].on: {A_DAY}"),
        Slip('edition = "2026"\n', "", "edition: saknas"),
        Slip('subject = "provet"\n', "", "subject: saknas"),
        Slip('subject = "provet"', 'subject = "Mitt prov"', f"subject: {KEY_SHAPE}"),
        Slip('parties = ["region", "municipality", "police"]\n', "", "parties: saknas"),
        Slip(
            'parties = ["region", "municipality", "police"]',
            'parties = ["region", "police"]',
            'columns[1].party: "municipality" finns inte bland mallens parties',
            ('parties: "municipality" saknas, men måste vara part',),
        ),
        Slip('edition = "2026"', "edition = 2026", "edition: ska vara text inom citattecken"),
        Slip(
            "next_revision = 2028",
            "next_revision = 2028\nreview_every = 61",
            "review_every: ska vara ett tal från 1 till 60",
        ),
        Slip("next_revision = 2028", "next_revision = true", "next_revision: ska vara ett heltal"),
        Slip(
            "next_revision = 2028",
            "next_revision = 28",
            "next_revision: ska vara ett tal från 2000 till 2100",
        ),
        Slip('county = "24"', 'county = "AC"', "county: ska vara länets kod, två siffror"),
        Slip('edition = "2026"', 'edition = "2026"\ncolour = "red"', "colour: okänd nyckel"),
        Slip(
            'heading = "Planen"',
            'heading = "Planen"\nguidence = "Hej."',
            "sections[1].guidence: okänd nyckel",
        ),
        Slip('key = "sip"', 'key = "Min SIP"', f"sections[1].key: {KEY_SHAPE}"),
        Slip('"Planen"', '""', "sections[1].heading: texten är tom"),
        Slip('"Planen"', '"  "', "sections[1].heading: texten är tom"),
        Slip(
            '"Planen"',
            f'"{"x" * 121}"',
            "sections[1].heading: texten har 121 tecken; den får ha högst 120",
        ),
        Slip('"Planen"', '"Pla\\nnen"', "sections[1].heading: texten ska stå på en rad"),
        Slip(
            "Så här gör ni.",
            "<b>Så här</b> gör ni.",
            "sections[1].guidance: HTML är inte tillåtet; skriv CommonMark",
        ),
        Slip(
            "Det här reder ni ut.",
            "<script>alert(1)</script>\\n\\nText.",
            "sections[1].guidance: HTML är inte tillåtet; skriv CommonMark",
        ),
        Slip(
            '["ny"]',
            '["ny", "nyare"]',
            'sections[1].legal[2]: laghänvisningen "nyare" finns inte i legal_references.toml',
        ),
        Slip('["ny"]', '["ny", "ny"]', 'sections[1].legal[2]: "ny" står två gånger'),
        Slip('["ny"]', '"ny"', "sections[1].legal: ska vara en lista"),
        Slip(
            '["municipality", "region"]',
            '["kommunen"]',
            f'sections[1].parties[1]: "kommunen" ska vara något av: {KINDS}',
        ),
        Slip('["municipality", "region"]', "[]", "sections[1].parties: listan är tom"),
        Slip(
            '["municipality", "region"]',
            '["region", 7]',
            "sections[1].parties[2]: ska vara text inom citattecken",
        ),
        Slip('key = "var"', 'key = "vem"', 'sections[1].prompts[2].key: nyckeln "vem" finns redan'),
        Slip('question = "Vem börjar?"', "", "sections[1].prompts[1].question: saknas"),
        Slip(
            'party = "municipality"',
            'party = "church"',
            f'columns[1].party: "church" ska vara något av: {KINDS}',
        ),
        Slip(
            'party = "municipality"',
            'party = "school"',
            'columns[1].party: "school" finns inte bland mallens parties',
        ),
        Slip(
            'phase = "tidigt"', 'phase = "sent"', 'rows[1].phase: "sent" finns inte bland faserna'
        ),
        Slip(
            '{ socialtjanst = "responsible" }',
            '{ socialtjanst = "boss" }',
            'rows[1].default.socialtjanst: "boss" ska vara något av: '
            "responsible, shared, participates, none",
        ),
        Slip(
            '{ socialtjanst = "responsible" }',
            '{ kyrkan = "shared" }',
            "rows[1].default.kyrkan: finns inte bland kolumnerna",
        ),
        Slip(
            '{ socialtjanst = "responsible" }',
            '"responsible"',
            "rows[1].default: ska vara en tabell",
        ),
        Slip(
            "[[phases]]",
            "[phases]",
            "phases: ska vara en eller flera tabeller; varje börjar med [[phases]]",
            ('rows[1].phase: "tidigt" finns inte bland faserna',),
        ),
    ],
    ids=lambda slip: slip.said,
)
def test_a_slip_in_the_template_is_named(folder: Path, slip: Slip) -> None:
    path = folder / "mall.toml"
    path.write_text(_with(TEMPLATE, slip), encoding="utf-8")
    assert _refused(load_template, path) == [slip.said, *slip.also]


@pytest.mark.parametrize(
    "slip",
    [
        Slip(
            'key = "ny"',
            'key = "gammal"',
            'references[2].key: nyckeln "gammal" finns redan',
            ('references[1].replaced_by: laghänvisningen "ny" finns inte',),
        ),
        Slip(
            'sfs = "2025:400"',
            'sfs = "SoL"',
            "references[2].sfs: ska vara ett SFS-nummer, till exempel 2025:400",
        ),
        Slip(
            'replaced_by = "ny"',
            'replaced_by = "nyast"',
            'references[1].replaced_by: laghänvisningen "nyast" finns inte',
        ),
        Slip(
            "valid_until = 2025-06-30\n",
            "",
            "references[1].valid_until: saknas; lagrummet är ersatt, så ange dess sista dag",
        ),
        Slip(
            "valid_until = 2025-06-30",
            "valid_until = 2024-06-30",
            'references[1].replaced_by: "ny" börjar inte gälla dagen efter',
        ),
        Slip(
            "valid_until = 2025-06-30",
            "valid_until = 2012-06-30",
            "references[1].valid_until: sista dagen ligger före den första",
            ('references[1].replaced_by: "ny" börjar inte gälla dagen efter',),
        ),
        Slip(
            'replaced_by = "ny"',
            'replaced_by = "gammal"',
            'references[1].replaced_by: "gammal" börjar inte gälla dagen efter',
        ),
        Slip(
            'note = "Inte läst."\n',
            "",
            "references[2].note: saknas; förklara varför lagrummet inte är kontrollerat",
        ),
        Slip(
            "verified = false",
            'verified = "ja"',
            "references[2].verified: ska vara true eller false",
        ),
    ],
    ids=lambda slip: slip.said,
)
def test_a_slip_in_the_legal_references_is_named(folder: Path, slip: Slip) -> None:
    path = folder / "legal_references.toml"
    path.write_text(_with(LEGAL, slip), encoding="utf-8")
    assert _refused(load_legal_references, path) == [slip.said, *slip.also]


@pytest.mark.parametrize(
    "slip",
    [
        Slip(
            'code = "2401"', 'code = "2480"', "municipalities[2].code: kommunkoden 2480 finns redan"
        ),
        Slip(
            'code = "2480"',
            'code = "0180"',
            "municipalities[1].code: börjar inte med länets kod, 24",
        ),
        Slip(
            'code = "2480"',
            'code = "248"',
            "municipalities[1].code: ska vara kommunkoden, fyra siffror",
        ),
        Slip(
            "212000-2627",
            "212000-2628",
            "municipalities[1].organisation_number: 212000-2628 är felskrivet: "
            "kontrollsiffran stämmer inte",
        ),
        Slip(
            "212000-2627",
            "2120002627",
            "municipalities[1].organisation_number: ska se ut som 212000-2627",
        ),
        Slip(
            "tile_row = 3\ntile_column = 3",
            "tile_row = 2\ntile_column = 4",
            "municipalities[2].tile_column: rutan i kartan är redan upptagen",
        ),
        Slip(
            "tile_row = 3",
            "tile_row = -1",
            "municipalities[2].tile_row: ska vara ett tal från 0 till 30",
        ),
        Slip(
            'tile_name = "Umeå"',
            'tile_name = "Ume"',
            'municipalities[1].tile_name: ska vara "Umeå", med eller utan \\u00AD',
        ),
        Slip(
            'key = "lob"',
            'key = "placerade-barn"',
            'subjects[1].key: nyckeln "placerade-barn" finns redan',
        ),
        Slip(
            '"lob-1976-511"',
            '"lob"',
            'subjects[1].legal[1]: laghänvisningen "lob" finns inte i legal_references.toml',
        ),
        Slip(
            'name_en = "Taking',
            'engelska = "Taking',
            "subjects[1].name_en: saknas",
            ("subjects[1].engelska: okänd nyckel",),
        ),
        Slip(
            'key = "regionen"', 'key = "umea"', 'organisations[1].key: nyckeln "umea" finns redan'
        ),
        Slip(
            'kind = "police"',
            'kind = "municipality"',
            'organisations[2].kind: "municipality" ska vara något av: '
            "region, police, coordination_group, user_organisation, school, probation, state_care,"
            " social_insurance, employment, care_provider, provider, shelter, association,"
            " other_authority",
            ("organisations: ska ha bara en med kind = region",),
        ),
        Slip(
            'kind = "police"',
            'kind = "region"',
            "organisations: ska ha bara en med kind = region",
        ),
        Slip(
            'kind = "coordination_group"',
            'kind = "school"',
            "organisations: ska ha minst en med kind = coordination_group",
        ),
        Slip(
            'part_of = "primarvard"',
            'part_of = "halsocentral"',
            'organisations[1].units[2].part_of: "halsocentral" står inte bland enheterna ovanför',
        ),
        Slip(
            'column = "primarvard"',
            'column = "Primärvård"',
            f"organisations[1].units[1].column: {KEY_SHAPE}",
        ),
        Slip(
            'letters = "AC"',
            'letters = "ac1"',
            "letters: ska vara länets bokstäver, till exempel AC",
        ),
    ],
    ids=lambda slip: slip.said,
)
def test_a_slip_in_the_county_is_named(folder: Path, slip: Slip) -> None:
    path = folder / "lan.toml"
    path.write_text(_with(COUNTY, slip), encoding="utf-8")
    assert _refused(load_county, path) == [slip.said, *slip.also]


def test_a_key_nearly_right_is_recognised(folder: Path) -> None:
    path = folder / "mall.toml"
    path.write_text(TEMPLATE.replace("short_heading", "short_headin"), encoding="utf-8")
    assert _refused(load_template, path) == [
        "sections[1].short_heading: saknas",
        'sections[1].short_headin: okänd nyckel; menade du "short_heading"?',
    ]


def test_all_that_is_wrong_is_told_at_once(folder: Path) -> None:
    path = folder / "mall.toml"
    slips = TEMPLATE.replace('key = "var"', 'key = "vem"').replace('"Rådgivning"', '""')
    path.write_text(slips.replace('edition = "2026"\n', ""), encoding="utf-8")
    assert _refused(load_template, path) == [
        "edition: saknas",
        'sections[1].prompts[2].key: nyckeln "vem" finns redan',
        "rows[1].title: texten är tom",
    ]


def test_a_template_without_sections_is_refused(folder: Path) -> None:
    path = folder / "mall.toml"
    start, end = TEMPLATE.index("[[sections]]"), TEMPLATE.index("[[columns]]")
    path.write_text(TEMPLATE[:start] + TEMPLATE[end:], encoding="utf-8")
    assert _refused(load_template, path) == ["sections: saknas"]
    path.write_text("sections = []\n" + TEMPLATE[:start] + TEMPLATE[end:], encoding="utf-8")
    assert _refused(load_template, path) == ["sections: listan är tom"]


def test_an_unfinished_file_says_where_it_stops(folder: Path) -> None:
    path = folder / "mall.toml"
    path.write_text('id = "prov', encoding="utf-8")
    assert _refused(load_template, path) == [
        "rad 1, kolumn 11: texten avslutas inte med citattecken"
    ]


def test_a_file_in_another_encoding_is_refused(folder: Path) -> None:
    path = folder / "mall.toml"
    path.write_bytes(TEMPLATE.encode("latin-1"))
    assert _refused(load_template, path) == ["filen är inte sparad som UTF-8"]


def test_a_missing_file_is_refused(folder: Path) -> None:
    assert _refused(load_template, folder / "borta.toml") == [
        "filen finns inte eller får inte läsas"
    ]


def test_a_template_is_refused_when_its_legal_references_are(folder: Path) -> None:
    path = folder / "legal_references.toml"
    path.write_text(LEGAL.replace('act = "den nya lagen"\n', ""), encoding="utf-8")
    with pytest.raises(TomlFileError, match=r"^legal_references\.toml: references\[2\]\.act"):
        load_template(folder / "mall.toml")


def test_a_file_saved_on_windows_is_read(folder: Path) -> None:
    path = folder / "mall.toml"
    path.write_bytes(b"\xef\xbb\xbf" + TEMPLATE.replace("\n", "\r\n").encode())
    assert load_template(path).id == "prov-2026"
