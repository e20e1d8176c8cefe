"""A redline shows the words of both texts, and marks what differs.

What the longest texts cost is measured by `make bench`.
"""

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from portal.documents.commonmark import to_html
from portal.documents.edits import edits, longest_common
from portal.documents.redline import is_changed, redline
from portal.documents.redline_html import Wording, redline_html
from portal.documents.rows import read_rows
from tests.load.rewritten import HARD

WORDING = Wording(
    added="tillagt:",
    added_ends="slut på tillagt",
    removed="borttaget:",
    removed_ends="slut på borttaget",
    paragraph="styckets slut",
    form="förut %(before)s, nu %(after)s",
    forms=("rubrik", "stycke", "punkt", "numrerad punkt", "ruta i en tabell"),
    level="annan nivå",
    language=Markup(""),
)
PIECES = st.sampled_from(
    [
        *("14", "dagar", "7", "kommunen", "a", "**b**", "*c*", "[d](https://e.se)", "a**b**"),
        *(
            " ",
            " ",
            "\n",
            "\n\n",
            "  \n",
            "\n- ",
            "\n  - ",
            "\n1. ",
            "\n# ",
            "\n\n## ",
            "* ",
            "\\*",
            "\n\na | b\n--- | ---\n",
            " | ",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60)


def page(old, new):
    return redline_html(redline(old, new), WORDING)


def words_of(html, without=""):
    soup = BeautifulSoup(html, "html.parser")
    for one in soup.select(f".visually-hidden, [aria-hidden], .redline-note{without}"):
        one.decompose()
    for one in soup.find_all([*("br", "p", "li", "h3", "h4", "h5", "h6", "ul", "ol"), "td", "th"]):
        one.insert_before("\n")
        one.insert_after("\n")
    return soup.get_text().split()


@settings(deadline=None)
@given(old=TEXTS, new=TEXTS)
@example(old="inom 14 dagar", new="inom 7 dagar")
@example(old="14", new="7")
@example(old="a**b**", new="A**b**")
@example(old="- a\n- b", new="a\n\nb")
@example(old="141414\n\n14", new="141414**b**")
@example(old="a\r\nb\u2028c\x0bd", new="a\nb\x85c")
def test_without_what_goes_it_is_the_new_text_and_without_what_comes_the_old(old, new):
    html = page(old, new)
    # letter by letter: where two paragraphs become one, their words stand on lines of their own
    assert "".join(words_of(html, ", del")) == "".join(words_of(to_html(new)))
    assert "".join(words_of(html, ", ins")) == "".join(words_of(to_html(old)))


@settings(deadline=None)
@given(old=TEXTS, new=TEXTS)
def test_edits_make_one_row_of_the_other(old, new):
    base, other = read_rows(old, new)
    assert _applied(base, other) == other


def _applied(base, other):
    made, at = [], 0
    for edit in edits(base, other):
        made += base[at : edit.start] + other[edit.new_start : edit.new_end]
        at = edit.end
    return made + base[at:]


@settings(deadline=None)
@given(text=TEXTS)
def test_the_same_text_has_nothing_changed(text):
    assert not is_changed(redline(text, text))
    assert "<del" not in page(text, text)


@settings(deadline=None)
@given(left=st.lists(st.sampled_from("abc"), max_size=12), right=st.lists(st.sampled_from("abc")))
def test_as_many_words_stay_as_can(left, right):
    found = longest_common(left, right)
    assert found == sorted(found)
    assert all(left[old] == right[new] for old, new in found)
    assert len({old for old, _ in found}) == len({new for _, new in found}) == len(found)
    assert len(found) == _classic(left, right)


def _classic(left, right):
    row = [0] * (len(right) + 1)
    for one in left:
        above, row = row, [0]
        for at, other in enumerate(right):
            row.append(above[at] + 1 if one == other else max(above[at + 1], row[at]))
    return row[-1]


def shown(old, new):
    """The redline with [-what goes-] and {+what comes+}, a line for each paragraph."""
    soup = BeautifulSoup(page(old, new), "html.parser")
    for one in soup.select(".visually-hidden"):
        one.decompose()
    for one in soup.find_all("del"):
        one.replace_with(f"[-{one.get_text()}-]")
    for one in soup.find_all("ins"):
        one.replace_with(f"{{+{one.get_text()}+}}")
    for one in soup.find_all(["p", "li", "h3"]):
        one.append("\n")
    return soup.get_text().strip()


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("inom 14 dagar.", "inom 7 dagar.", "inom [-14 -]{+7 +}dagar."),
        ("senast dag 14", "senast dag 7", "senast dag[- 14-]{+ 7+}"),
        ("14", "7", "[-14 -]{+7+}"),
        ("Vi möts ofta.", "Vi möts.", "Vi[- möts ofta.-]{+ möts.+}"),
        ("a b c d e f", "a x c y e f", "a [-b c d -]{+x c y +}e f"),
        ("a b c d e f", "x b c d y f", "[-a -]{+x +}b c d [-e -]{+y +}f"),
        # an item that is new touches no other item, and is a whole item
        ("1. ett\n2. två", "1. noll\n2. ett\n3. två", "{+noll+}\nett\ntvå"),
        (
            "- Vi möts en gång.\n- Vi möts ofta.",
            "- Vi möts en gång.\n- Vi möts aldrig.\n- Vi möts ofta.",
            "Vi möts en gång.\n{+Vi möts aldrig.+}\nVi möts ofta.",
        ),
        ("ett två\n\ntre", "ett två tre", "ett två[-¶-]\ntre"),
        ("ett två tre", "ett två\n\ntre", "ett två{+¶+}\ntre"),
        ("# Syfte", "Syfte", "Syfte (förut rubrik, nu stycke)"),
        ("- a\n- b\n  - c", "- a\n- b\n- c", "a\nb\nc (annan nivå)"),
        # the same words, typed another way
        ("* a\n* b", "- a\n- b", "a\nb"),
        ("rad ett\nrad två", "rad ett rad två", "rad ett rad två"),
        ("3. a\n4. b", "1. a\n2. b", "a\nb"),
        # bold is another word, shown as bold
        ("en **fet** rad", "en fet rad", "en [-fet -]{+fet +}rad"),
    ],
)
def test_what_is_marked(old, new, lines):
    assert shown(old, new) == lines


def test_numbers_are_those_of_the_new_text_and_what_goes_has_none():
    soup = BeautifulSoup(page("3. a\n4. b\n5. c", "3. a\n4. c"), "html.parser")
    assert soup.ol["start"] == "3"
    assert [item.get("class") for item in soup.select("li")] == [None, ["redline-gone"], None]


def test_the_signs_of_markdown_are_not_shown():
    html = page("**Kallelse:** *alla*\n\n- en\n- två", "**Kallelse:** *några*\n\n- en\n- tre")
    assert "*" not in html
    assert "- " not in html
    assert "<strong>Kallelse:</strong>" in html


def test_a_change_is_heard():
    html = page("inom 14 dagar", "inom 7 dagar")
    hidden = [one.get_text().strip() for one in BeautifulSoup(html, "html.parser").select("span")]
    assert hidden == ["borttaget:", "slut på borttaget", "tillagt:", "slut på tillagt"]


@pytest.mark.parametrize(
    "text", ["<b>14</b> & co", "<script>alert(1)</script>", '[x](https://e.se/"q)']
)
def test_what_was_typed_is_text(text):
    html = page("före", text)
    assert "<b>" not in html
    assert "<script" not in html
    assert words_of(html, ", del") == words_of(to_html(text))


@pytest.mark.parametrize("case", HARD)
def test_the_longest_text_rewritten_becomes_the_new_one(case):
    base, other = read_rows(*HARD[case])
    assert _applied(base, other) == other


def test_what_is_too_much_to_compare_by_words_is_compared_by_paragraphs():
    same = [" ".join(["a", str(at)]) for at in range(9_000)]
    base, other = read_rows("\n".join(same), "\n".join(same))
    changed = ["x", *base[1:], "x"]
    assert len(edits(changed, other)) <= 2


TABLE = "Före.\n\n| Post | Kommun |\n|---|---|\n| Boende | 50 % |\n| Tolk | 100 % |\n\nEfter."


def grid(old, new):
    """The rows of the only table: each cell's words, with what is marked in it."""
    soup = BeautifulSoup(page(old, new), "html.parser")
    for one in soup.select(".visually-hidden"):
        one.decompose()
    (table,) = soup.find_all("table")
    for tag, sign in (("ins", "+"), ("del", "-")):
        for one in table.find_all(tag):
            one.string = f"{sign}{one.text.strip()}{sign}"
    return [[cell.text for cell in row.find_all(["td", "th"])] for row in table.find_all("tr")]


@pytest.mark.parametrize(
    ("old", "new", "rows"),
    [
        (
            TABLE,
            TABLE.replace("50 %", "60 %"),
            [["Post", "Kommun"], ["Boende", "-50 -+60 +%"], ["Tolk", "100 %"]],
        ),
        (
            TABLE,
            TABLE.replace("| Tolk", "| Boende | 70 % |\n| Tolk"),
            [["Post", "Kommun"], ["Boende", "50 %"], ["+Boende+", "+70 %+"], ["Tolk", "100 %"]],
        ),
        (
            TABLE,
            TABLE.replace("| Boende | 50 % |\n", ""),
            [["Post", "Kommun"], ["-Boende-", "-50 %-"], ["Tolk", "100 %"]],
        ),
        (
            "Före.\n\nEfter.",
            TABLE,
            [["+Post+", "+Kommun+"], ["+Boende+", "+50 %+"], ["+Tolk+", "+100 %+"]],
        ),
    ],
)
def test_a_table_is_compared_cell_by_cell_and_row_by_row(old, new, rows):
    assert [[cell.replace(" -+", "-+") for cell in row] for row in grid(old, new)] == [
        [cell.replace(" -+", "-+").replace("60 +%", "60+%") for cell in row] for row in rows
    ]


def test_a_column_comes_to_a_table():
    old = "| A | B |\n|---|---|\n| a | b |"
    new = "| A | X | B |\n|---|---|---|\n| a | x | b |"

    assert grid(old, new) == [["A", "+X+", "B"], ["a", "+x+", "b"]]


def test_a_paragraph_that_becomes_a_table_says_so():
    html = BeautifulSoup(page("Post", "| Post |\n|---|"), "html.parser")

    assert "förut stycke, nu ruta i en tabell" in html.text
    assert html.th.text.startswith("Post")
