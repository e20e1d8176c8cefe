"""The template of Västerbotten says what the county agreement says, and in plain words."""

import re
from collections.abc import Iterator
from datetime import date

import pytest

from agreements.county_templates import load_subjects, load_template, parse_template
from agreements.county_templates.loader import FOLDER
from agreements.county_templates.model import TemplateFile
from agreements.rules import Responsibility
from portal.authz import OrganisationKind

OF_THE_LAW = ("vasterbotten-2016", "psykisk-funktionsnedsattning-2026", "placerade-barn-2026")
LOB = "lob-lanet-2026"
SHIPPED = (*OF_THE_LAW, LOB)
MUNICIPAL_DUTIES = 18
REGIONAL_DUTIES = 15


@pytest.fixture(scope="module")
def template() -> TemplateFile:
    return load_template(FOLDER / "vasterbotten-2016.toml")


@pytest.fixture(scope="module", params=SHIPPED)
def shipped(request: pytest.FixtureRequest) -> TemplateFile:
    """Every template that the portal ships."""
    return load_template(FOLDER / f"{request.param}.toml")


def test_it_is_what_was_adopted_in_may_2016_with_the_facts_of_2026(template: TemplateFile) -> None:
    assert (template.name, template.edition, template.replaces, template.next_revision) == (
        "Länsöverenskommelse 2016",
        "2026",
        "2016",
        2018,
    )
    assert template.adopted_by == "Länssamordningsgruppen 2016-05-24, AC-konsensus 2016-05-27"


def test_the_nine_contents_stand_in_their_order_under_keys_that_never_change(
    template: TemplateFile,
) -> None:
    assert [section.key for section in template.sections] == [
        "ansvarsfordelning",
        "sip",
        "barn-i-riskmiljo",
        "lob",
        "kompetensutveckling",
        "uppfoljning",
        "samverkan",
        "avvikelser-och-tvister",
        "ansvar-for-uppfoljningen",
    ]
    assert [section.number for section in template.sections] == list(range(1, 10))


def test_every_section_has_three_to_seven_questions(shipped: TemplateFile) -> None:
    for section in shipped.sections:
        assert 3 <= len(section.prompts) <= 7, section.key
        assert all(prompt.question.endswith("?") for prompt in section.prompts), section.key


def test_every_guidance_is_two_to_five_sentences(shipped: TemplateFile) -> None:
    for section in shipped.sections:
        sentences = re.findall(r"[.!?](?=\s|$)", section.guidance)
        assert 2 <= len(sentences) <= 5, section.key


def test_every_starter_leaves_gaps_to_fill_in(shipped: TemplateFile) -> None:
    for section in shipped.sections:
        assert re.search(r"\[[a-zåäö ,]+\]", section.starter), section.key


def test_the_police_takes_part_where_the_police_is_needed(template: TemplateFile) -> None:
    parties = {section.key: section.parties for section in template.sections}
    assert OrganisationKind.POLICE in parties["lob"]
    assert OrganisationKind.POLICE not in parties["sip"]
    assert all(
        {OrganisationKind.MUNICIPALITY, OrganisationKind.REGION} <= kinds
        for kinds in parties.values()
    )


def test_the_routine_for_lob_asks_all_that_the_county_agreement_lists(
    template: TemplateFile,
) -> None:
    asked = {
        prompt.key
        for section in template.sections
        if section.key == "lob"
        for prompt in section.prompts
    }
    assert asked >= {
        "medicinsk-bedomning",
        "tillnyktring",
        "rapport-till-socialtjansten",
        "kontakt-efterat",
        "evenemang",
    }


def test_each_column_belongs_to_a_party(template: TemplateFile) -> None:
    assert {column.key: column.party for column in template.columns} == {
        "socialtjanst": OrganisationKind.MUNICIPALITY,
        "kommunal-halso-och-sjukvard": OrganisationKind.MUNICIPALITY,
        "primarvard": OrganisationKind.REGION,
        "psykiatri": OrganisationKind.REGION,
        "polis": OrganisationKind.POLICE,
    }


def test_every_duty_of_the_county_agreement_has_exactly_one_row(template: TemplateFile) -> None:
    sources = sorted(row.source for row in template.rows)
    assert sources == sorted(
        [f"Kommunens ansvar, punkt {number}" for number in range(1, MUNICIPAL_DUTIES + 1)]
        + [f"Landstingets ansvar, punkt {number}" for number in range(1, REGIONAL_DUTIES + 1)]
    )


# health care of the municipality's own (HSL 12 kap.), apart from its social services
MUNICIPAL_HEALTH_CARE = {"halsovard-sarskilt-boende", "halsovard-ordinart-boende"}


def test_the_suggested_owner_is_the_one_the_county_agreement_names(
    template: TemplateFile,
) -> None:
    party = {column.key: column.party for column in template.columns}
    for row in template.rows:
        assert row.source.startswith(
            "Kommunens" if row.seed_owner is OrganisationKind.MUNICIPALITY else "Landstingets"
        )
        suggested = {
            party[column]: value
            for column, value in row.default.items()
            if value is not Responsibility.UNSET
        }
        assert suggested == {row.seed_owner: Responsibility.RESPONSIBLE}, row.key
        is_health_care = row.key in MUNICIPAL_HEALTH_CARE
        own = row.default["kommunal-halso-och-sjukvard"] is Responsibility.RESPONSIBLE
        assert own is is_health_care, row.key
        assert set(row.default) == set(party), row.key


def test_rows_stand_phase_by_phase_and_no_phase_is_empty(shipped: TemplateFile) -> None:
    headings = [row.phase for row in shipped.rows]
    assert list(dict.fromkeys(headings)) == [phase.title for phase in shipped.phases]
    assert headings == sorted(headings, key=headings.index)


@pytest.mark.parametrize("term", ["LARO", "LVM", "LVU", "LOB", "ÅP", "TNE", "tröskelprincipen"])
def test_a_term_is_explained_beside_a_row_that_uses_it(template: TemplateFile, term: str) -> None:
    rows = [row for row in template.rows if term in f"{row.title} {row.hint}"]
    assert any(row.hint for row in rows)


def test_nobody_is_called_by_their_problem(shipped: TemplateFile) -> None:
    for text in _texts(shipped):
        assert not re.search(r"missbruk|landsting|klient|brukaren", text.lower()), text


def _texts(template: TemplateFile) -> Iterator[str]:
    for section in template.sections:
        yield from (section.heading, section.short_heading, section.guidance, section.starter)
        for prompt in section.prompts:
            yield from (prompt.question, prompt.help)
    for row in template.rows:
        yield from (row.title, row.hint)


def test_the_adoption_days_are_days(template: TemplateFile) -> None:
    assert [adoption.on for adoption in template.adopted] == [date(2016, 5, 24), date(2016, 5, 27)]


def test_each_subject_of_the_law_has_a_template() -> None:
    templates = [load_template(FOLDER / f"{name}.toml") for name in OF_THE_LAW]
    assert [one.subject for one in templates] == [one.key for one in load_subjects()]
    assert all({"sol-2025-7-2", "hsl-2017-16-3"} == {*one.legal} for one in load_subjects())


def test_who_may_take_part_is_what_the_columns_belong_to(shipped: TemplateFile) -> None:
    assert {column.party for column in shipped.columns} == shipped.parties
    assert all(section.parties <= shipped.parties for section in shipped.sections)


def test_every_duty_has_a_suggested_owner_of_its_own_party(shipped: TemplateFile) -> None:
    party = {column.key: column.party for column in shipped.columns}
    for row in shipped.rows:
        owners = {
            party[column]
            for column, value in row.default.items()
            if value is Responsibility.RESPONSIBLE
        }
        assert owners <= {row.seed_owner}, row.key
        assert len(owners) == 1 or row.key in MUNICIPAL_HEALTH_CARE, row.key


def test_a_school_may_take_part_where_children_are_placed() -> None:
    template = load_template(FOLDER / "placerade-barn-2026.toml")
    columns = [one.key for one in template.columns if one.party is OrganisationKind.SCHOOL]
    assert columns == ["fristaende-skola"]


def test_the_county_s_own_subject_asks_all_three_and_plans_what_is_to_be_done() -> None:
    template = load_template(FOLDER / f"{LOB}.toml")
    assert template.required == template.parties
    assert "aktivitetsplan" in {section.key for section in template.sections}
    kinds = {fact.key: fact.kind for section in template.sections for fact in section.facts}
    county = load_template(FOLDER / "vasterbotten-2016.toml")
    routine = next(section for section in county.sections if section.key == "lob")
    assert {fact.key: fact.kind for fact in routine.facts}.items() <= kinds.items()
    for section in template.sections:
        answered = {fact.prompt for fact in section.facts}
        assert {prompt.key for prompt in section.prompts} <= answered, section.key


def test_no_template_says_that_somebody_has_adopted_it_who_has_not() -> None:
    for name in SHIPPED[1:]:
        assert load_template(FOLDER / f"{name}.toml").adopted_by == ""


def test_what_was_published_before_files_named_their_subject_is_about_the_first() -> None:
    source = (FOLDER / "vasterbotten-2016.toml").read_text(encoding="utf-8")
    lines = source.splitlines(keepends=True)
    older = "".join(one for one in lines if not one.startswith("subject = "))
    older = older.replace('parties = ["municipality", "region", "police"]\n', "", 1)
    template = parse_template(older, FOLDER / "vasterbotten-2016.toml")
    assert template.subject == "skadligt-bruk-beroende"
    kinds = {OrganisationKind.MUNICIPALITY, OrganisationKind.REGION, OrganisationKind.POLICE}
    assert template.parties == kinds


def test_where_cases_are_moved_it_is_said_who_finishes_an_inquiry(template: TemplateFile) -> None:
    (section,) = [one for one in template.sections if one.key == "avvikelser-och-tvister"]
    assert {"sol-2025-29-9", "sol-2025-29-10"} <= set(section.legal)
