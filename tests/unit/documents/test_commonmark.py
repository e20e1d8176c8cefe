"""One text, one meaning: what counts as formatting and what stays the letters that were typed."""

import pytest
from bs4 import BeautifulSoup

from portal.documents.commonmark import (
    MAX_CHARACTERS,
    MAX_LIST_DEPTH,
    MAX_TABLE_COLUMNS,
    MAX_TABLE_ROWS,
    Block,
    Inline,
    count_gaps,
    parse,
    to_html,
)


def words_of(blocks):
    for block in blocks:
        yield from (inline.text for inline in block.inlines)
        for item in block.items:
            yield from words_of(item)
        for cell in (cell for row in block.rows for cell in row):
            yield from (inline.text for inline in cell)


def test_paragraphs_lists_bold_italic_and_links():
    assert parse(
        "Vi *möts* **varje** [vecka](https://example.se).\n\n3. ett\n4. två\n   - tre"
    ) == (
        Block(
            "paragraph",
            (
                Inline("Vi "),
                Inline("möts", italic=True),
                Inline(" "),
                Inline("varje", bold=True),
                Inline(" "),
                Inline("vecka", link="https://example.se"),
                Inline("."),
            ),
        ),
        Block(
            "list",
            start=3,
            items=(
                (Block("paragraph", (Inline("ett"),)),),
                (
                    Block("paragraph", (Inline("två"),)),
                    Block("list", items=((Block("paragraph", (Inline("tre"),)),),)),
                ),
            ),
        ),
    )


def test_the_same_text_as_html():
    text = "Vi *möts*  \n**ofta**\n\n- ett\n- två\n  1. tre\n\n[SIP](https://example.se/?a=1&b=2)"
    assert to_html(text) == (
        "<p>Vi <em>möts</em><br><strong>ofta</strong></p>\n"
        "<ul><li>ett</li><li>två<ol><li>tre</li></ol></li></ul>\n"
        '<p><a href="https://example.se/?a=1&amp;b=2" rel="noopener">SIP</a></p>'
    )


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("# a\n## b\n# c", "343"),
        ("### a\n# b\n### c", "334"),
        ("# a\n#### b\n##### c\n###### d\n## e", "34564"),
        ("# a\n## b\n### c\n#### d\n##### e", "34566"),
    ],
)
def test_headings_start_at_h3_and_skip_no_level(text, levels):
    found = "".join(line[2] for line in to_html(text).splitlines())
    assert found == levels


def test_a_heading_in_a_list_is_bold_text_outside_the_outline():
    assert to_html("- # Rutin\n- #") == "<ul><li><strong>Rutin</strong></li><li></li></ul>"


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "<!-- dold -->",
        "![bild](https://example.se/spion.png)",
        "[klicka](javascript:alert(1))",
        "[klicka](data:text/html,hej)",
        "> citat",
        "[ref]: https://example.se",
        "***",
    ],
)
def test_what_has_no_meaning_here_stays_as_typed(typed):
    assert "".join(words_of(parse(typed))) == typed


@pytest.mark.parametrize("target", ["/sign-out", "ftp://example.se", "//example.se", "tel:112"])
def test_a_link_elsewhere_becomes_its_text(target):
    assert to_html(f"[klicka]({target})") == "<p>klicka</p>"


def test_code_is_plain_text():
    html = to_html("`if *a*` och\n\n    indraget\n----")
    assert html == "<p>`if <em>a</em>` och</p>\n<p>indraget ----</p>"


def test_markup_in_text_and_in_addresses_is_escaped():
    html = to_html('<img src=x onerror=alert(1)> &lt;b&gt; [x](https://a.se/"onclick="y)')
    assert "<img" not in html
    assert "<b>" not in html
    assert 'href="https://a.se/%22onclick=%22y"' in html


def test_an_unseen_character_written_as_an_entity_is_taken_out_too():
    assert to_html("001&#8238;002&#x200b;") == "<p>001002</p>"


@pytest.mark.parametrize(
    "text",
    [
        ">" * 10_000,
        "*" * 10_000,
        "**a " * 5_000,
        "- " * 10_000,
        "[" * 20_000,
        "![" * 20_000,
        "`" * 10_001,
        "x" * 100_000,
        "&" * 50_000,
    ],
    ids=lambda text: text[:4],
)
def test_pathological_text_keeps_its_letters(text):
    kept = "".join(words_of(parse(text)))
    assert kept.replace(" ", "").strip("*") == text.replace(" ", "").strip("*")
    assert to_html(text).startswith("<p>")


def test_lists_deeper_than_anyone_means_are_shown_as_typed():
    def nested(depth):
        return "\n".join("  " * level + f"- nivå {level}" for level in range(depth))

    assert parse(nested(MAX_LIST_DEPTH))[0].kind == "list"
    assert parse(nested(MAX_LIST_DEPTH + 1)) == (
        Block("paragraph", (Inline(nested(MAX_LIST_DEPTH + 1)),)),
    )


def test_a_text_too_long_to_read_is_shown_as_plain_paragraphs():
    text = "*Rutin*\n\n" + "x" * MAX_CHARACTERS
    assert [len(block.inlines[0].text) for block in parse(text)] == [7, MAX_CHARACTERS]


@pytest.mark.parametrize("text", ["", " \n\n ", "#", "\u200b"])
def test_nothing_is_no_block(text):
    assert parse(text) == ()


def test_a_table_with_its_head_sides_and_breaks():
    text = "Post | Kr | Del\n:-- | --: | :-:\n**Boende**<br>hyra | 100 | 50 %\nTolk | [antal] |"

    (block,) = parse(text)

    assert block.kind == "table"
    assert block.aligns == ("left", "right", "center")
    assert [["".join(run.text for run in cell) for cell in row] for row in block.rows] == [
        ["Post", "Kr", "Del"],
        ["Boende\nhyra", "100", "50 %"],
        ["Tolk", "[antal]", ""],
    ]
    assert block.rows[1][0][0] == Inline("Boende", bold=True)
    assert count_gaps(text) == 1
    html = BeautifulSoup(to_html(text, gaps=True), "html.parser")
    assert [th["scope"] for th in html.select("thead th")] == ["col"] * 3
    assert html.select_one("tbody .cell-right").text == "100"
    assert html.select_one("tbody mark").text == "lucka: [antal]"
    scrolled = html.select_one("div.table-scroll")
    assert (scrolled["tabindex"], scrolled["role"], scrolled["aria-label"]) == (
        "0",
        "group",
        "Tabell",
    )


def test_an_empty_head_is_no_head():
    html = BeautifulSoup(to_html("| | A |\n|---|---|\n| b | c |"), "html.parser")

    assert [cell.name for cell in html.select("thead tr > *")] == ["td", "th"]


def test_the_largest_table_is_one():
    text = "a|" * MAX_TABLE_COLUMNS + "\n" + "-|" * MAX_TABLE_COLUMNS + "\nb" * (MAX_TABLE_ROWS - 1)

    (block,) = parse(text)

    assert (len(block.rows), len(block.aligns)) == (MAX_TABLE_ROWS, MAX_TABLE_COLUMNS)


@pytest.mark.parametrize(
    ("columns", "rows"), [(MAX_TABLE_COLUMNS + 1, 1), (2, MAX_TABLE_ROWS), (2_000, 3_000)]
)
def test_a_table_that_no_page_holds_is_shown_as_typed(columns, rows):
    text = "ab|" * columns + "\n" + "-|" * columns + "\n" + "c|\n" * rows

    blocks = parse(text)

    assert {block.kind for block in blocks} == {"paragraph"}
    assert blocks[0].inlines[0].text.startswith("ab|ab")
    assert "".join(words_of(blocks)).count("c") == rows


def test_what_stands_in_a_table_is_text():
    html = to_html("<b>a</b> | [x](javascript:y)\n--- | ---\n`|` | <script>\\|</script>")

    soup = BeautifulSoup(html, "html.parser")
    assert not soup.select("b, a, script")
    assert [cell.text for cell in soup.select("th, td")] == [
        *("<b>a</b>", "[x](javascript:y)", "`", "`"),
    ]
