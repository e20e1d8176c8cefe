"""What is written from right to left keeps to itself, wherever it stands on a page."""

import pytest
from flask import render_template_string

from portal.direction import isolated
from portal.web.fields import tidy

ZAHRA = "زهرا رضایی"
APART = f"\u2068{ZAHRA}\u2069"


@pytest.mark.parametrize("text", ["", "Åsa", "Нина", "გიორგი", "1 – 2", 7, None])
def test_what_is_written_from_left_to_right_is_left_as_it_is(text):
    assert isolated(text) is text


def test_each_line_keeps_to_itself():
    assert isolated(f"{ZAHRA}\n\nדוד 2") == f"{APART}\n\n\u2068דוד 2\u2069"


def test_a_form_takes_it_out_again():
    assert tidy(APART) == ZAHRA


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<p>{{ name }} 2</p>", f"<p>{APART} 2</p>"),
        ('<p title="{{ name }}"></p>', f'<p title="{APART}"></p>'),
        ("{{ _('Sparad av %(name)s', name=name) }}", f"Sparad av {APART}"),
        ("<p>{{ name|upper }}{{ 3 }}</p>", f"<p>{APART}3</p>"),
    ],
)
def test_a_name_keeps_to_itself_in_every_place_of_a_template(app, source, shown):
    with app.test_request_context("/"):
        assert render_template_string(source, name=ZAHRA) == shown
