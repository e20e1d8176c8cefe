"""Swedish content says that it is Swedish to whoever reads the portal in English (WCAG 3.1.2)."""

import pytest
from flask import render_template_string

from agreements.document import DocumentColumn, DocumentRow

COLUMNS = [DocumentColumn("social", "Socialtjänst", "Umeå kommun")]
ROWS = [DocumentRow("sip", "Tidigt", "Erbjuda SIP", "Även unga", {"social": "shared"})]
MATRIX = """{% from "components/matrix.html" import matrix, matrix_view %}
{{ matrix(rows, columns, notices={"sip": [_("Ingen har huvudansvar")]}) }}
{{ matrix_view(rows, columns, id_prefix="read-") }}"""
TEXTS = """{% from "components/language.html" import content %}
{% from "components/text.html" import prose, redline %}
<h1>{{ _("Skriv: %(heading)s", heading=content("Barn & unga")) }}</h1>
{{ prose("Vi möts.") }}{{ redline("<ins>7 dagar</ins>"|safe) }}"""


@pytest.fixture
def render(app, read):
    def render(source, *, language, **values):
        with app.test_request_context("/", headers={"Cookie": f"__Host-language={language}"}):
            return read(render_template_string(source, **values))

    return render


def _language_of(page, text):
    """The language that the innermost element around `text` says, or None."""
    marked = page.find(string=lambda found: text in found).find_parent(lang=True)
    return marked and marked["lang"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Barn & unga", "sv"),
        ("Write:", None),
        ("Vi möts.", "sv"),
        ("7 dagar", "sv"),
    ],
)
def test_texts_say_which_language_they_are_in(render, text, language):
    assert _language_of(render(TEXTS, language="en"), text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Tidigt", "sv"),
        ("Erbjuda SIP", "sv"),
        ("Även unga", "sv"),
        ("Socialtjänst", "sv"),
        ("No one has the main responsibility", "en"),
        ("Shared responsibility", None),
    ],
)
def test_a_matrix_says_which_parts_are_swedish(render, text, language):
    page = render(MATRIX, language="en", rows=ROWS, columns=COLUMNS)
    assert _language_of(page, text) == language


@pytest.mark.parametrize("source", [TEXTS, MATRIX])
def test_a_page_in_swedish_needs_no_marks(render, source):
    page = render(source, language="sv", rows=ROWS, columns=COLUMNS)
    assert page.find(lang=True) is None
