"""What a template declares as data: whole, placed under its questions, told in docs/facts.md."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from agreements.county_templates.editions import Part, Turn, compare
from agreements.county_templates.loader import FOLDER, parse_template
from agreements.county_templates.model import TemplateFile
from agreements.facts import (
    Declared,
    FactKind,
    contradictions,
    declared_as_json,
    declared_from_json,
)
from portal.toml_table import TomlFileError
from tests.unit.county_templates.test_template import LOB, SHIPPED

FILE = FOLDER / "vasterbotten-2016.toml"
SOURCE = FILE.read_text(encoding="utf-8")
ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs" / "facts.md"


@pytest.fixture(scope="module", params=SHIPPED)
def shipped(request: pytest.FixtureRequest) -> TemplateFile:
    source = (FOLDER / f"{request.param}.toml").read_text(encoding="utf-8")
    return parse_template(source, FILE)


def _facts(template: TemplateFile) -> list[Declared]:
    return [fact for section in template.sections for fact in section.facts]


def test_every_question_has_a_place_where_its_answer_is_data() -> None:
    template, told = parse_template(SOURCE, FILE), DOCS.read_text(encoding="utf-8")
    for section in template.sections:
        answered = {fact.prompt for fact in section.facts}
        assert {prompt.key for prompt in section.prompts} <= answered, section.key
        assert f"## {section.number}. {section.heading}" in told
        for prompt in section.prompts:
            assert f"| {prompt.question} |" in told
    assert all(f"`{fact.key}` {fact.label} |" in told for fact in _facts(template))


def test_what_is_told_to_read_a_fact_does_and_nothing_else() -> None:
    texts = [
        file.read_text(encoding="utf-8")
        for folder in ("agreements", "sip", "migrations/functions")
        for file in (ROOT / folder).rglob("*")
        if file.suffix in {".py", ".sql"}
    ]
    code, page = "\n".join(texts), DOCS.read_text(encoding="utf-8")
    told = dict(re.findall(r"`([a-z0-9-]+)` [^|]+\| [a-z+]+ \| ?(.*?) ?\|$", page, re.MULTILINE))
    for one in _facts(parse_template(SOURCE, FILE)):
        # indicators are read by their kind
        is_read = one.kind is FactKind.INDICATOR or re.search(rf"[\"']{one.key}[\"']", code)
        assert bool(told[one.key]) == bool(is_read), one.key


def test_every_shipped_template_has_the_clocks_of_sip_and_a_ladder(shipped: TemplateFile) -> None:
    kinds = {fact.key: fact.kind for fact in _facts(shipped)}
    clocks = ("start", "kallelse-fore", "svar-inom", "mote-inom", "uppfoljning-var")
    # an agreement on LOB sets no clock of plans
    asked = {FactKind.DURATION} if shipped.id != LOB else {None}
    assert {kinds.get(f"sip-{one}") for one in clocks} == asked
    assert kinds["tvist-stege"] is FactKind.LADDER


def test_what_it_suggests_goes_together_and_comes_back_from_json(shipped: TemplateFile) -> None:
    facts = _facts(shipped)
    assert list(contradictions((one, None) for one in facts)) == []
    for one in facts:
        kept = declared_as_json(one)
        assert declared_from_json(one.key, one.label, one.kind, kept) == one


def _changed(old: str, new: str) -> str:
    assert SOURCE.count(old) >= 1, old
    return SOURCE.replace(old, new, 1)


MEETING = 'label = "Första mötet, inom"\nkind = "duration"\nprompt = "mote"\n'
THREE_WEEKS = 'default = { number = 3, unit = "weeks" }'


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (MEETING, MEETING.replace("duration", "durasion"), 'kind: "durasion" ska vara något av'),
        (MEETING, MEETING.replace("mote", "moten"), '"moten" finns inte bland avsnittets frågor'),
        (THREE_WEEKS, 'default = { number = 0, unit = "weeks" }', "noll finns inte"),
        (THREE_WEEKS, 'default = { number = 3, unit = "at_once" }', "har inget antal"),
        (THREE_WEEKS, 'default = { number = 3, unit = "fortnights" }', "finns inte bland det"),
        (THREE_WEEKS, "default = { number = 3 }", "default[1].unit: saknas"),
        (THREE_WEEKS, 'default = { number = "3", unit = "weeks" }', "har inte uppgiftens form"),
        (THREE_WEEKS, 'default = { antal = 3, unit = "weeks" }', "default[1].antal: okänd nyckel"),
        (THREE_WEEKS, f"default = [{THREE_WEEKS[10:]}, {THREE_WEEKS[10:]}]", "bara ett värde stå"),
        ('not_longer_than = "sip-mote-inom"', 'not_longer_than = "sip-plats"', "en annan tid"),
        ("most = { number = 3, unit", "most = { number = 2, unit", "är längre än most"),
        ('key = "sip-plats"', 'key = "sip-svar-inom"', 'nyckeln "sip-svar-inom" finns redan'),
        ('default = "bada"', 'default = "ibland"', "finns inte bland det som går att välja"),
        ("default = \"bada\"", 'default = "bada"\nfrist = 3', "okänd nyckel"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(old: str, new: str, told: str) -> None:
    with pytest.raises(TomlFileError) as refused:
        parse_template(_changed(old, new), FILE)
    assert any(told in problem.line for problem in refused.value.problems), refused.value


def test_an_edition_says_which_facts_are_otherwise() -> None:
    before = parse_template(SOURCE, FILE)
    after = parse_template(_changed(THREE_WEEKS, THREE_WEEKS.replace("3", "2")), FILE)
    found = [one for one in compare(before, after) if one.part is Part.FACT]
    assert [(one.turn, one.name, one.fields) for one in found] == [
        (Turn.CHANGED, "Första mötet, inom", ("default",))
    ]
    fewer = replace(before, sections=(replace(before.sections[0], facts=()), *before.sections[1:]))
    gone = [one for one in compare(before, fewer) if one.part is Part.FACT]
    assert {one.turn for one in gone} == {Turn.TAKEN_OUT}
