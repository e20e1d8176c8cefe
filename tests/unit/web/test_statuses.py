"""Every status has a colour, an icon that is drawn, and words."""

import re

import pytest
from flask import render_template_string

from portal.resources import folder
from portal.web.statuses import STATUSES

TONES = {"ok", "warn", "info", "plain", "draft", "bad"}


@pytest.mark.parametrize("kind", STATUSES)
def test_a_status_is_icon_words_and_colour(app, read, kind):
    with app.test_request_context("/"):
        page = read(
            render_template_string(
                '{% from "components/status.html" import status %}{{ status(kind) }}', kind=kind
            )
        )
    assert page.svg is not None
    assert page.get_text().strip()
    assert STATUSES[kind].tone in TONES


def test_every_tone_has_a_colour():
    sheet = (folder("static") / "css" / "samsyn.css").read_text()
    assert set(re.findall(r"\.tone-(\w+)", sheet)) == TONES


def test_no_two_statuses_of_an_agreement_look_the_same():
    kinds = (
        "draft",
        "shared",
        "decision",
        "signing",
        "in_force",
        "expiring",
        "expired",
        "terminated",
        "superseded",
    )
    looks = {(STATUSES[kind].tone, STATUSES[kind].icon) for kind in kinds}
    assert len(looks) == len(kinds)
