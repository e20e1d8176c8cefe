"""What a new edition says otherwise is told exactly; what contradicts the county is refused."""

from dataclasses import replace
from datetime import date

import pytest

from agreements.county_templates import load_legal_references, load_template
from agreements.county_templates.editions import (
    EditionChange,
    Part,
    Turn,
    compare,
    compare_laws,
    contradictions,
)
from agreements.county_templates.loader import FOLDER, current
from agreements.county_templates.model import (
    Adoption,
    LegalReference,
    LegalReferences,
    TemplateFile,
)
from portal.authz import OrganisationKind

TODAY = date(2026, 11, 27)


@pytest.fixture(scope="module")
def first() -> TemplateFile:
    return load_template(FOLDER / "vasterbotten-2016.toml")


@pytest.fixture(scope="module")
def shipped() -> LegalReferences:
    return load_legal_references(FOLDER / "legal_references.toml")


def test_the_same_says_nothing_new(first: TemplateFile) -> None:
    assert compare(first, replace(first, edition="2027")) == ()


def test_each_change_is_told_once_with_what_it_is_about(first: TemplateFile) -> None:
    opening, second, *rest = first.sections
    added = replace(second, key="nytt", heading="Nytt avsnitt")
    asked = replace(opening.prompts[0], help="Annan hjälp")
    changed = replace(opening, starter="Annan text", prompts=(asked, *opening.prompts[1:-1]))
    later = replace(
        first,
        next_revision=2029,
        sections=(changed, *rest, added),
        rows=(*first.rows[1:], first.rows[0]),
    )
    assert compare(first, later) == (
        EditionChange(Part.HEAD, Turn.CHANGED, first.name, fields=("next_revision",)),
        EditionChange(Part.SECTION, Turn.CHANGED, opening.heading, fields=("starter",)),
        EditionChange(Part.SECTION, Turn.ADDED, "Nytt avsnitt"),
        EditionChange(Part.SECTION, Turn.TAKEN_OUT, second.heading),
        EditionChange(
            Part.QUESTION, Turn.CHANGED, asked.question, opening.heading, fields=("help",)
        ),
        EditionChange(Part.QUESTION, Turn.TAKEN_OUT, opening.prompts[-1].question, opening.heading),
        EditionChange(Part.MEASURE, Turn.CHANGED, first.rows[0].title, fields=("place",)),
    )


def test_what_contradicts_is_named_with_its_place(first: TemplateFile) -> None:
    police = next(one for one in first.columns if one.party is OrganisationKind.POLICE)
    place = first.columns.index(police)
    columns = list(first.columns)
    columns[place] = replace(police, party=OrganisationKind.REGION)
    wrong = replace(
        first,
        county="23",
        edition="2027",
        replaces="2027",
        next_revision=2025,
        adopted=(Adoption(body="Gruppen", on=date(2026, 12, 1)),),
        columns=tuple(columns),
    )
    found = contradictions(wrong, "24", [first], TODAY)
    assert [one.key for one in found] == [
        "county",
        "replaces",
        "adopted[1].on",
        "next_revision",
        f"columns[{place + 1}].party",
    ]
    assert found[-1].reason.startswith('"polis" hör till "police" i utgåva 2026')
    assert contradictions(first, "24", [first], TODAY) == []


def test_an_id_keeps_its_subject(first: TemplateFile) -> None:
    other = replace(first, edition="2027", subject="placerade-barn")
    (found,) = contradictions(other, "24", [first], TODAY)
    assert found.key == "subject"


def _with(references: LegalReferences, said: LegalReference) -> LegalReferences:
    return LegalReferences({**references.by_key, said.key: said})


def test_law_said_otherwise_than_when_published_is_told(shipped: LegalReferences) -> None:
    now = _with(shipped, replace(shipped.get("sol-2025-7-2"), summary="Annat."))
    (change,) = compare_laws(shipped, now, ["sol-2025-7-2", "hsl-1982-8b", "sol-2025-7-2"])
    assert (change.part, change.fields) == (Part.LAW, ("summary",))
    assert compare_laws(shipped, shipped, ["sol-2025-7-2"]) == ()


def test_a_template_keeps_what_it_was_published_with(shipped: LegalReferences) -> None:
    worded = _with(shipped, replace(shipped.get("sol-2025-7-2"), summary="Som länet skrev."))
    assert current("sol-2025-7-2", TODAY, worded).summary == "Som länet skrev."
    # a key that a release has come to use for something else
    own = _with(
        shipped,
        replace(shipped.get("hsl-1982-8b"), sfs="2020:1", valid_until=None, replaced_by=None),
    )
    assert current("hsl-1982-8b", TODAY, own).sfs == "2020:1"


def test_what_has_replaced_a_law_since_is_known_to_the_portal(shipped: LegalReferences) -> None:
    then = _with(shipped, replace(shipped.get("sol-2001-5-9a"), valid_until=None, replaced_by=None))
    assert current("sol-2001-5-9a", TODAY, then).key == "sol-2025-7-2"
    assert current("sol-2001-5-9a", date(2020, 1, 1), then).key == "sol-2001-5-9a"
