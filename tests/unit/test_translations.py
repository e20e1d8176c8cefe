"""Whoever chooses English gets every text in English, as the committed catalogues are."""

import re

import pytest

from tests import translations


@pytest.fixture(scope="module")
def wanted():
    return translations.collect()


@pytest.mark.parametrize("locale", [*translations.LOCALES, translations.EASY])
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
    return {re.search(r"[.:?!]?$", form)[0] for form in _forms(texts)}


def _forms(texts):
    return texts if isinstance(texts, tuple) else (texts,)


# what was said to the person and to staff of a plan, until somebody read it as an editor
REPLACED = (
    *("Det råder inte Samsyn över", "skriver får de andra i planen se", "Slag av"),
    *("Ditt svar gäller det som skrivs av", "Läses av den planen gäller", "Har planen"),
    *("Planen är personens", "ändrats sedan den version som du", "En kallad har inte svarat"),
    *("Så här har den gått", "(har slutat)", "en som har planen", "ser det nu."),
    *("Be om en ny inbjudan", "kan den personen svara för"),
)


@pytest.mark.parametrize("said", REPLACED)
def test_a_wording_that_was_replaced_is_not_back(wanted, said):
    found = [form for message in wanted if message.id for form in _forms(message.id)]
    assert [form for form in found if said in form] == []
