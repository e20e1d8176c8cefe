"""Lists and tables pasted from Word are kept as such, and nothing else is changed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.documents.commonmark import TABLE_BEGINS, TABLE_ENDS, to_html
from portal.documents.pasted import as_commonmark
from portal.documents.text import clean


def table(head: str, *rows: str) -> str:
    """The HTML of a table."""
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    scoped = head.replace("<th>", '<th scope="col">')
    return f"{TABLE_BEGINS}<thead><tr>{scoped}</tr></thead><tbody>{body}</tbody>{TABLE_ENDS}"


@pytest.mark.parametrize(
    ("pasted", "html"),
    [
        ("•\tFörsta\n•\tAndra", "<ul><li>Första</li><li>Andra</li></ul>"),
        ("\uf0b7\tFörsta\n\uf0b7\tAndra", "<ul><li>Första</li><li>Andra</li></ul>"),
        ("\uf0a7 Ensam", "<ul><li>Ensam</li></ul>"),
        ("– Första\n– Andra", "<ul><li>Första</li><li>Andra</li></ul>"),
        ("· Första\n· Andra", "<ul><li>Första</li><li>Andra</li></ul>"),
        ("–\u00a0Första\n–\u00a0Andra", "<ul><li>Första</li><li>Andra</li></ul>"),
        ("→ Första\n→ Andra", "<ul><li>Första</li><li>Andra</li></ul>"),
        ("✓\tFörsta\n✓\tAndra", "<ul><li>Första</li><li>Andra</li></ul>"),
        ("a. Första\nb. Andra", "<ul><li>a. Första</li><li>b. Andra</li></ul>"),
        ("a) Första\nb) Andra", "<ul><li>a) Första</li><li>b) Andra</li></ul>"),
        ("(1)\tFörsta\n(2)\tAndra", "<ul><li>(1) Första</li><li>(2) Andra</li></ul>"),
        ("1)\tFörsta\n2)\tAndra\nNy", "<ol><li>Första</li><li>Andra</li></ol>\n<p>Ny</p>"),
        (
            "Så här:\n• A\n• B\nOch så.",
            "<p>Så här:</p>\n<ul><li>A</li><li>B</li></ul>\n<p>Och så.</p>",
        ),
        ("• lång\nrad\n• B", "<ul><li>lång rad</li><li>B</li></ul>"),
        (
            "• A\no\tlikadan\n\to\tunder",
            "<ul><li>A</li><li>likadan<ul><li>under</li></ul></li></ul>",
        ),
        ("\t•\tA\n\t•\tB", "<ul><li>A</li><li>B</li></ul>"),
        (
            "Insats\tKommun\nTolk\t\tX",
            table("<th>Insats</th><th>Kommun</th><td></td>", "<td>Tolk</td><td></td><td>X</td>"),
        ),
        (
            "Så delas kostnaden:\nPost\tAndel\nBoende | hyra\t50 %\nDetta gäller.",
            "<p>Så delas kostnaden:</p>\n"
            + table("<th>Post</th><th>Andel</th>", "<td>Boende | hyra</td><td>50 %</td>")
            + "\n<p>Detta gäller.</p>",
        ),
        (
            "Så här:\n| A | B |\n|---|---|\n| – | 1 |\n| – | 2 |\nDetta gäller.",
            "<p>Så här:</p>\n"
            + table("<th>A</th><th>B</th>", "<td>–</td><td>1</td>", "<td>–</td><td>2</td>")
            + "\n<p>Detta gäller.</p>",
        ),
        (
            "• A\nB\tC\nD\tE",
            "<ul><li>A</li></ul>\n" + table("<th>B</th><th>C</th>", "<td>D</td><td>E</td>"),
        ),
    ],
)
def test_what_was_pasted_as_a_list_or_a_table_is_read_as_one(pasted, html):
    assert to_html(as_commonmark(clean(pasted))) == html


@pytest.mark.parametrize(
    "text",
    [
        "– Nej, sa hon.",
        "– Kommer du?\n\n– Nej.",
        "Kommunen\n– och regionen –\nsvarar.",
        "a) är det enda",
        "Se punkt\nb) i lagen.",
        "- redan\n- en lista\nmed mer",
        "1. redan\n2. en lista",
        "en\ttabb",
        "2 • 3 är 6",
        "o med ring",
        "| A | B |\n|---|---|\n| 1 | 2 |",
        "- punkt\n  | A | B |\n  |---|---|\n  | 1 | 2 |",
        "A | B\n--- | ---\n– | 1\n– | 2",
    ],
)
def test_what_is_no_list_is_left_alone(text):
    assert as_commonmark(text) == text


lines = st.lists(
    st.sampled_from(
        [
            *("• a", "\t•\tb", "– c", "a) d", "(2) e", "1)\tf", "g\th", "i", "", "- j", "  k"),
            *("| l | m", "n | o", "--- | ---"),
        ]
    )
)


@given(lines.map("\n".join))
def test_no_word_is_lost_and_twice_is_as_once(text):
    made = as_commonmark(text)

    assert re.findall(r"[a-z0-9]+", made) == re.findall(r"[a-z0-9]+", text)
    assert as_commonmark(made) == made
