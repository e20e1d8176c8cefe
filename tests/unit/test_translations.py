"""Whoever chooses English gets every text in English, as the committed catalogues are."""

import re

import pytest

from tests import translations


@pytest.fixture(scope="module")
def wanted():
    return translations.collect()


@pytest.mark.parametrize("locale", translations.LOCALES)
def test_every_text_is_translated_and_compiled(locale, wanted):
    assert translations.faults(locale, wanted) == []


@pytest.mark.parametrize("locale", translations.LOCALES)
def test_no_translation_begins_or_ends_otherwise_than_its_text(locale):
    source, _binary = translations.files(locale)
    odd = [
        message.id
        for message in translations.read(source, locale)
        if message.id and _ends(message.id) != _ends(message.string)
    ]
    assert odd == []


def _ends(texts):
    """The full stop, colon or question mark that each form ends with."""
    forms = texts if isinstance(texts, tuple) else (texts,)
    return {re.search(r"[.:?!]?$", form)[0] for form in forms}
