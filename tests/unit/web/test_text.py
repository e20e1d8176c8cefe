"""Conflicts show the words that were written, as text."""

import pytest
from flask import render_template_string

from portal.errors import Difference

CONFLICT = '{% from "components/text.html" import conflict %}{{ conflict(differences) }}'
PROSE = CONFLICT.replace("differences)", "differences, is_prose=true)")


@pytest.fixture
def render(app, read):
    def render(source, **values):
        with app.test_request_context("/"):
            return read(render_template_string(source, **values))

    return render


def test_a_conflict_shows_both_sides_and_who(render):
    difference = Difference("Rubrik", yours="  mitt\n<script>", theirs="", changed_by="Maria Lind")
    page = render(CONFLICT, differences=[difference])
    assert [box.get_text() for box in page.select(".conflict-text")] == ["  mitt\n<script>", "–"]
    assert "Sparad av Maria Lind" in page.get_text()
    assert page.script is None


def test_a_conflict_of_sections_shows_them_as_they_are_read(render):
    difference = Difference("Syfte", yours="- **mitt**", theirs="<b>", changed_by="Maria Lind")
    boxes = render(PROSE, differences=[difference]).select(".conflict-text")
    assert boxes[0].li.strong.get_text() == "mitt"
    assert boxes[1].p.get_text() == "<b>"
