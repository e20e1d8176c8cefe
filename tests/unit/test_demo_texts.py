"""What the demo's agreements say is written out, and answers what is marked as answered."""

import pytest

from agreements.county_templates import load_template
from agreements.county_templates.loader import FOLDER
from agreements.readiness import check_text
from portal.demo.texts import SECTIONS

TEMPLATE = load_template(FOLDER / "vasterbotten-2016.toml")


@pytest.mark.parametrize("section", TEMPLATE.sections, ids=lambda one: one.key)
def test_each_section_is_written_and_has_no_places_left(section) -> None:
    found = check_text(SECTIONS[section.key], section.starter)
    assert found.is_written
    assert found.gaps == 0 or "{" in SECTIONS[section.key]


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ("ansvarsfordelning", ("spel om pengar", "Ungdomar", "LARO", "Närstående")),
        ("lob", ("Under 18 år", "Barn och andra runt personen")),
        ("avvikelser-och-tvister", ("flytta",)),
    ],
)
def test_what_was_asked_is_answered(section: str, words: tuple[str, ...]) -> None:
    assert all(one in SECTIONS[section] for one in words)
