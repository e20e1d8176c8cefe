"""What every page of consent has at hand: words, and the text shown before an answer."""

from collections.abc import Iterable

from flask import request

from portal.documents import commonmark
from portal.web.i18n import is_easy, language
from sip.consent.words import (
    ACT_KINDS,
    ACTIVITIES,
    CONDITIONS,
    HOWS,
    STANDINGS,
    basis_labels,
    ground_hint,
    ground_label,
    made_plain,
)
from sip.kernel.categories import category_label
from sip.kernel.days import last_day
from sip.kernel.settings import EASY, Translation, sip_settings
from sip.ledger.rules import ItemKind
from sip.ledger.words import words_of


def shown_words() -> dict[str, object]:
    """For a template; `item_words` are the words of each kind of item by its value."""
    text, shown = sip_settings().current_information, shown_information()
    return {
        "told": told,
        "category_label": category_label,
        "last_day": last_day,
        "item_words": {kind.value: words_of(kind) for kind in ItemKind},
        "kinds": ACT_KINDS,
        "hows": HOWS,
        "made_plain": made_plain,
        "standings": STANDINGS,
        "basis_labels": basis_labels(),
        "ground_label": ground_label,
        "ground_hint": ground_hint,
        "activities": ACTIVITIES,
        "conditions": CONDITIONS,
        "information": commonmark.to_html(shown.text),
        "information_chosen": shown,
        "information_asked": "text" in request.args,
        "information_languages": text.languages,
        "information_version": text.version,
    }


def shown_information() -> Translation:
    """What the reader is shown: in the language that the address asks for, else in their own."""
    own = EASY if is_easy() else language()
    return sip_settings().current_information.in_language(request.args.get("text", own))


def told(categories: Iterable[str]) -> str:
    """Categories of information as part of a sentence."""
    return ", ".join(category_label(key).lower() for key in categories)
