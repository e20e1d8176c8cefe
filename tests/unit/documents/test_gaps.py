"""What is left to fill in is found in a text as its readers see it, and marked."""

import pytest

from portal.documents.commonmark import count_gaps, parse, to_html, with_gaps


@pytest.mark.parametrize(
    "text",
    [
        "[vem] kallar",
        "[ vem ] kallar",
        "**Kallelse:** [**vem** kallar] senast",
        "- punkt\n  - under [från datum] punkt",
        r"\[vem\] kallar",
        "&#91;vem&#93; kallar",
        "![vem](https://example.se)",
        "[vem kallar",
        "vem] kallar",
        "{vem} kallar",
        "<namn> kallar",
        "[vem [roll]] kallar",
        "Telefon ____ dygnet runt",
        "Telefon .......... dygnet runt",
        "Inom ?? dagar",
        "Inom … dagar",
        "Inom ... dagar",
        "**Telefon:** …",
        "Av NN i kommunen",
        "Av N.N. i kommunen",
        "［vem］ kallar",
        "Inom XX dagar",
        "Inom xx dagar",
        "TODO: stäm av",
        "[…]",
        "[]",
        "# [rubrik]",
    ],
)
def test_a_gap_is_found(text: str) -> None:
    assert count_gaps(text) == 1
    assert to_html(text, gaps=True).count("<mark>") == 1


@pytest.mark.parametrize(
    "text",
    [
        "Kommunen kallar.",
        "Se [riktlinjen](https://example.se) och <https://example.se/a>",
        "Enligt [1] och [12]",
        "Barn < 18 år och vuxna > 65 år",
        "Vad gäller? Se nedan ...",
        "Box på sjukhuset, XXL, todos",
        "_Kursivt_ och ___båda___",
    ],
)
def test_what_people_write_otherwise_is_no_gap(text: str) -> None:
    assert count_gaps(text) == 0
    assert "<mark>" not in to_html(text, gaps=True)


def test_each_gap_is_counted_and_marked_with_hidden_words() -> None:
    text = "[vem] kallar senast [antal] dagar före.\n\nTelefon [nummer]."
    assert count_gaps(text) == 3
    html = to_html(text, gaps=True)
    assert html.count('<mark><span class="visually-hidden">lucka: </span>') == 3
    assert "<mark>" not in to_html(text)


def test_marking_changes_no_word() -> None:
    text = "Se [**vem** som](https://example.se) och [från *datum*] i {röst}."

    def words(blocks: tuple) -> str:  # type: ignore[type-arg]
        return "".join(run.text for block in blocks for run in block.inlines)

    assert words(with_gaps(parse(text))) == words(parse(text))
