"""DOCX and PDF say the same, also when what they are given is hostile or odd."""

from dataclasses import replace

import pytest

from agreements.documents.docx import make_docx
from agreements.documents.pdf import make_pdf
from tests.unit.documents.example import draft, signed_agreement
from tests.unit.documents.reading import docx_text, pdf_text, squeezed, words

HOSTILE = {
    '#read("/etc/passwd")': '#read("/etc/passwd")',
    '#eval("1+1") #import "@preview/x:1.0.0"': '#eval("1+1") #import "@preview/x:1.0.0"',
    "<script>alert(1)</script> &lt;b&gt;": "<script>alert(1)</script> &lt;b&gt;",
    '=HYPERLINK("http://example.com","a")': '=HYPERLINK("http://example.com","a")',
    "noll\x00vt\x0besc\x1bslut": "nollvt escslut",
    "betala \u202e001\u202c kronor \u2066x\u2069": "betala 001 kronor x",
    "$x^2$ @ref <etikett> // text /* text */ ~ [a] {b}": (
        "$x^2$ @ref <etikett> // text /* text */ ~ [a] {b}"
    ),
    "A\u030asele e\u0301n": "Åsele én",
    "{{ 7*7 }} %s {0} ${jndi:x}": "{{ 7*7 }} %s {0} ${jndi:x}",
}


def everywhere(text):
    """The example with `text` in every place where somebody writes."""
    document = signed_agreement()
    return replace(
        document,
        title=text,
        municipality=text,
        county=text,
        template_name=text,
        template_adopted=text,
        parties=tuple(replace(party, name=text) for party in document.parties),
        sections=tuple(replace(s, heading=text, text=text) for s in document.sections[:2]),
        columns=tuple(replace(c, label=text, party=text) for c in document.columns),
        rows=tuple(replace(r, phase=text, title=text, hint=text) for r in document.rows[:2]),
        decisions=tuple(replace(d, body=text, reference=text) for d in document.decisions),
        signatures=tuple(replace(s, name=text, title=text) for s in document.signatures),
    )


@pytest.mark.parametrize("document", [signed_agreement(), draft()], ids=["signed", "draft"])
def test_every_word_of_one_is_in_the_other(document):
    in_docx, in_pdf = docx_text(make_docx(document)), pdf_text(make_pdf(document))
    missing_in_pdf = {word for word in words(in_docx) if word not in squeezed(in_pdf)}
    assert missing_in_pdf == set()
    added_by_pages = {"Sida", "version", "·"}
    missing_in_docx = {
        word
        for word in words(in_pdf) - added_by_pages
        if word.isalpha() and word not in squeezed(in_docx) + "Utkastgällerinteän"
    }
    assert missing_in_docx == set()


@pytest.mark.parametrize(("typed", "shown"), HOSTILE.items())
def test_hostile_text_comes_out_as_text_in_both(typed, shown):
    document = everywhere(typed)
    in_docx = squeezed(docx_text(make_docx(document)))
    in_pdf = squeezed(pdf_text(make_pdf(document)))
    # A title, a name or a cell is no Markdown: it stands there letter by letter.
    assert in_docx.count(squeezed(shown)) >= len(document.rows) * 2
    assert squeezed(shown) in in_pdf
    assert "root:" not in in_docx + in_pdf


@pytest.mark.parametrize(
    "text",
    [
        "😀 你好 مرحبا \ue000 \uf0b7 \ufffe \U0001fffe e\u0363",
        "x" * 20_000,
        "ord " * 25_000,
        "A\u0300" * 2_000,
        "ﷺ" * 100,
        "[länk](https://example.se/" + "a" * 2_000 + ")",
        "- " * 500,
        ">" * 10_000,
        "*" * 10_000,
        "999999999. a\n\n#\n\n-\n\n0. noll",
        "",
        "\n\t\u200b\n",
    ],
    ids=lambda text: ascii(text[:6]),
)
def test_odd_text_never_stops_a_file(text):
    document = everywhere(text[:200])
    document = replace(document, sections=(replace(document.sections[0], text=text),))
    assert make_docx(document).startswith(b"PK")
    assert make_pdf(document).startswith(b"%PDF-1.7")


def test_a_character_without_a_glyph_is_named_in_the_pdf_and_kept_in_the_docx():
    document = replace(draft(), title="Överenskommelse ᠮ")
    assert "Överenskommelse ᠮ" in docx_text(make_docx(document))
    assert squeezed("Överenskommelse [U+182E]") in squeezed(pdf_text(make_pdf(document)))
