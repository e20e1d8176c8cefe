"""Which category what staff write begins with, whatever categories the county's file has."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from sip.kernel.categories import usual_category
from sip.kernel.settings import load_settings


@pytest.fixture
def app() -> Iterator[Flask]:
    app = Flask(__name__)
    app.extensions["sip_settings"] = load_settings()
    with app.app_context():
        yield app


def _only(app: Flask, *keys: str) -> None:
    settings = load_settings()
    kept = tuple(one for one in settings.categories if one.key in keys)
    app.extensions["sip_settings"] = replace(settings, categories=kept)


@pytest.mark.usefixtures("app")
def test_what_staff_write_begins_as_the_social_situation() -> None:
    assert usual_category() == "social_situation"


def test_a_county_without_it_begins_with_its_first_that_is_not_the_persons_own(app: Flask) -> None:
    _only(app, "own_words", "housing", "economy")

    assert usual_category() == "housing"


def test_a_county_with_nothing_but_own_words_begins_with_them(app: Flask) -> None:
    _only(app, "own_words")

    assert usual_category() == "own_words"
