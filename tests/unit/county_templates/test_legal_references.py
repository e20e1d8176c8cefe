"""An agreement that cites a repealed section is shown the one that holds today."""

from datetime import date
from pathlib import Path

import pytest

from agreements.county_templates import current, load_legal_references, load_template
from agreements.county_templates.loader import FOLDER
from agreements.county_templates.model import LegalReferences

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def references() -> LegalReferences:
    return load_legal_references(FOLDER / "legal_references.toml")


@pytest.mark.parametrize(
    ("key", "on", "holds"),
    [
        ("sol-2001-5-9a", date(2016, 5, 27), "5 kap. 9 a § socialtjänstlagen (2001:453)"),
        ("sol-2001-5-9a", date(2025, 6, 30), "5 kap. 9 a § socialtjänstlagen (2001:453)"),
        ("sol-2001-5-9a", date(2025, 7, 1), "7 kap. 2 § socialtjänstlagen (2025:400)"),
        ("hsl-1982-8b", date(2017, 3, 31), "8 b § hälso- och sjukvårdslagen (1982:763)"),
        ("hsl-1982-8b", TODAY, "16 kap. 3 § hälso- och sjukvårdslagen (2017:30)"),
        ("sol-2001-2-7", TODAY, "10 kap. 8–9 §§ socialtjänstlagen (2025:400)"),
        ("hsl-1982-3f", TODAY, "16 kap. 4 § hälso- och sjukvårdslagen (2017:30)"),
        ("sol-2001-14-1", TODAY, "19 kap. 1 § socialtjänstlagen (2025:400)"),
        ("sol-2001-14-1b", TODAY, "19 kap. 6 § socialtjänstlagen (2025:400)"),
        ("hsl-1982-2g", TODAY, "5 kap. 7 § hälso- och sjukvårdslagen (2017:30)"),
        ("lvm-1988-870", TODAY, "lagen om vård av missbrukare i vissa fall (1988:870)"),
    ],
)
def test_a_reference_leads_to_what_holds_that_day(key: str, on: date, holds: str) -> None:
    assert current(key, on).citation == holds


def test_short_citations_fit_beside_a_text(references: LegalReferences) -> None:
    assert references.get("sol-2025-7-2").short_citation == "7 kap. 2 § SoL"
    assert references.get("lob-1976-511").short_citation == "LOB"


def test_all_that_the_template_cites_holds_today_or_leads_to_what_does(
    references: LegalReferences,
) -> None:
    template = load_template(FOLDER / "vasterbotten-2016.toml", references)
    for section in template.sections:
        for key in section.legal:
            assert references.current(key, TODAY).is_in_force(TODAY), key


def test_an_ended_reference_is_flagged_and_one_not_yet_begun_does_not_hold(
    references: LegalReferences,
) -> None:
    old, new = references.get("sol-2001-5-9a"), references.get("sol-2025-7-2")
    assert old.has_ended(TODAY)
    assert not old.is_in_force(TODAY)
    assert not new.is_in_force(date(2025, 6, 30))
    assert not new.has_ended(date(2025, 6, 30))


def test_what_nobody_has_read_says_so(references: LegalReferences) -> None:
    for reference in references:
        if reference.sfs == "2017:30":
            assert not reference.verified, reference.key
        assert reference.verified or reference.note, reference.key


def test_a_reference_that_nothing_replaced_stays_itself(tmp_path: Path) -> None:
    path = tmp_path / "legal_references.toml"
    path.write_text(
        """
        [[references]]
        key = "gammal"
        act = "lagen"
        abbreviation = "L"
        sfs = "1999:1"
        summary = "En regel."
        valid_until = 2001-12-31
        verified = true
        source = "SFS"
        """,
        encoding="utf-8",
    )
    reference = load_legal_references(path).current("gammal", TODAY)
    assert reference.key == "gammal"
    assert reference.has_ended(TODAY)


def test_an_unknown_reference_is_an_error_never_a_guess(references: LegalReferences) -> None:
    with pytest.raises(KeyError):
        references.current("sol-1980", TODAY)


def test_what_is_said_of_an_act_is_what_it_covers(references: LegalReferences) -> None:
    summaries = {one.key: one.summary for one in references}
    said = summaries["lvm-1988-870"]
    assert "flyktiga lösningsmedel" in said
    assert "spel om pengar omfattas inte" in said
    assert "från 2018 även av spel om pengar" in summaries["sol-2001-5-9a"]
    begun = summaries["sol-2025-29-9"]
    assert "ska slutföra utredningen även om ansvaret går över" in begun
