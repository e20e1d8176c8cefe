"""Redlines and conflicts show exactly the words that were written, as text."""

import pytest
from flask import render_template_string

from portal.errors import Difference

WORDS = [("keep", "inom "), ("delete", "14"), ("insert", "7 <b>"), ("keep", " dagar,\n\nsedan")]
REDLINE = '{% from "components/text.html" import redline %}{{ redline(words) }}'
CONFLICT = '{% from "components/text.html" import conflict %}{{ conflict(differences) }}'


@pytest.fixture
def render(app, read):
    def render(source, **values):
        with app.test_request_context("/"):
            return read(render_template_string(source, **values))

    return render


def test_a_redline_is_the_text_with_marks(render):
    page = render(REDLINE, words=WORDS)
    hidden = [mark.extract().get_text().strip() for mark in page.select(".visually-hidden")]
    assert page.div.get_text() == "inom 147 <b> dagar,\n\nsedan"
    assert (page.select_one("del").get_text(), page.ins.get_text()) == ("14", "7 <b>")
    assert hidden == ["borttaget:", "slut på borttaget", "tillagt:", "slut på tillagt"]


def test_a_conflict_shows_both_sides_and_who(render):
    difference = Difference("Rubrik", yours="  mitt\n<script>", theirs="", changed_by="Maria Lind")
    page = render(CONFLICT, differences=[difference])
    assert [box.get_text() for box in page.select(".conflict-text")] == ["  mitt\n<script>", "–"]
    assert "Sparad av Maria Lind" in page.get_text()
    assert page.script is None
