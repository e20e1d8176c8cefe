"""A redline is made once for a pair of texts, and what is kept of it is bounded."""

import pytest
from flask import Flask

from agreements import redlines
from portal.web import i18n


@pytest.fixture
def app():
    app = Flask("portal", static_folder=None)
    i18n.init_app(app)
    return app


@pytest.fixture(autouse=True)
def request_context(app, monkeypatch):
    monkeypatch.setattr(redlines, "_kept", redlines._Kept())
    with app.test_request_context("/"):
        yield


@pytest.fixture
def made(monkeypatch):
    """The pairs that were compared."""
    pairs = []
    compare = redlines.redline
    monkeypatch.setattr(
        redlines, "redline", lambda old, new: pairs.append((old, new)) or compare(old, new)
    )
    return pairs


def test_the_next_reader_gets_what_was_made(made):
    first = redlines.show_redline("inom 14 dagar", "inom 7 dagar")
    assert redlines.show_redline("inom 14 dagar", "inom 7 dagar") is first
    assert redlines.show_redline("inom 7 dagar", "inom 14 dagar") is not first
    assert len(made) == 2


def test_each_language_has_its_own(app, made):
    swedish = redlines.show_redline("inom 14 dagar", "inom 7 dagar").html
    with app.test_request_context("/", headers={"Cookie": "__Host-language=en"}):
        english = redlines.show_redline("inom 14 dagar", "inom 7 dagar").html
    assert "borttaget:" in swedish
    assert '<span class="visually-hidden" lang="en"> removed: </span>' in english


def test_only_the_last_ones_are_kept_and_no_text_of_them(made):
    for at in range(redlines._MOST_KEPT + 1):
        redlines.show_redline("före", f"efter {at}")
    assert len(redlines._kept._found) == redlines._MOST_KEPT
    redlines.show_redline("före", "efter 0")
    assert made[-1] == ("före", "efter 0")
    assert all(isinstance(part, bytes) for key in redlines._kept._found for part in key[:2])


def test_whether_only_signs_differ_is_said():
    assert not redlines.show_redline("* en\n* två", "- en\n- två").is_changed
    assert redlines.show_redline("en", "två").is_changed
