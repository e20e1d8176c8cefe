"""A section's text in passages, and where each guided question is answered."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements import county_templates
from agreements.county_templates import load_template
from agreements.passages import MOST, find_places, put_together, split

TEMPLATE = Path(county_templates.__file__).parent / "vasterbotten-2016.toml"
TEXT = """Den som ser behovet tar initiativ.

- **Kallelse:** [vem] kallar.
- **Möte:** vi träffas
  på kommunhuset.

Vi följer varje år:

- väntetider
- avbrott

### Rubrik
Sista stycket."""


def test_a_text_is_split_where_its_readers_see_it_part() -> None:
    assert split(TEXT) == (
        "Den som ser behovet tar initiativ.",
        "- **Kallelse:** [vem] kallar.",
        "- **Möte:** vi träffas\n  på kommunhuset.",
        "Vi följer varje år:\n\n- väntetider\n- avbrott",
        "### Rubrik\nSista stycket.",
    )


@given(st.text("ab:-1. \n*#", max_size=60))
def test_what_is_split_is_put_together_as_it_was(text: str) -> None:
    passages = split(text)
    assert put_together(text, passages) == text
    again = put_together("something else", passages)
    assert split(again) == tuple(one.strip("\n").rstrip() for one in passages)


def test_a_changed_passage_changes_nothing_around_it() -> None:
    passages = list(split(TEXT))
    passages[1] = "- **Kallelse:** samordnaren kallar."
    assert put_together(TEXT, passages) == TEXT.replace("[vem]", "samordnaren")
    passages[1] = ""
    assert put_together(TEXT, passages) == TEXT.replace("- **Kallelse:** [vem] kallar.\n", "")
    assert put_together(TEXT, ["", " "]) == ""


def test_a_text_of_very_many_passages_has_as_many_as_a_form_can_hold() -> None:
    text = "\n\n".join(f"Stycke {number}." for number in range(3 * MOST))
    passages = split(text)
    assert len(passages) == MOST
    assert put_together(text, passages) == text
    assert put_together("", passages) == text


QUESTIONS = [
    {"key": "kallelse", "question": "Hur kallar ni till mötet?", "help": ""},
    {"key": "mote", "question": "Var träffas ni?", "help": ""},
    {"key": "tolk", "question": "Hur ordnar ni tolk?", "help": ""},
]


def test_a_question_belongs_to_the_passage_that_is_about_the_same() -> None:
    assert find_places(QUESTIONS, split(TEXT)) == {"kallelse": 1, "mote": 2}


@pytest.mark.parametrize(
    ("place", "at"),
    [
        ("- **Kallelse:** [vem] kallar.", 1),
        ("- **Kallelse:** vem som helst kallar.", 1),
        ("Något helt annat, 12345678.", None),
    ],
)
def test_where_it_was_answered_is_found_again(place: str, at: int | None) -> None:
    answered = {**QUESTIONS[2], "place": place}
    assert find_places([answered], split(TEXT)).get("tolk") == at


def test_without_text_nothing_is_answered() -> None:
    assert find_places(QUESTIONS, ()) == {}
    assert find_places([{**QUESTIONS[0], "place": "x"}], ()) == {}


def test_most_questions_of_the_countys_template_have_a_place_from_the_start() -> None:
    for section in load_template(TEMPLATE).sections:
        passages = split(section.starter)
        asked = [
            {"key": one.key, "question": one.question, "help": one.help} for one in section.prompts
        ]
        assert len(find_places(asked, passages)) >= len(asked) - 2, section.key
