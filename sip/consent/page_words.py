"""What every page of consent has at hand: words, and the text shown before an answer."""

from collections.abc import Iterable

from portal.documents import commonmark
from portal.web.i18n import DEFAULT, language
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
from sip.kernel.settings import sip_settings
from sip.ledger.rules import ItemKind
from sip.ledger.words import words_of


def shown_words() -> dict[str, object]:
    """For a template; `item_words` are the words of each kind of item by its value."""
    settings = sip_settings()
    text = settings.information_texts[settings.current_information_version]
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
        "information": commonmark.to_html(text.swedish if language() == DEFAULT else text.english),
        "information_version": text.version,
    }


def told(categories: Iterable[str]) -> str:
    """Categories of information as part of a sentence."""
    return ", ".join(category_label(key).lower() for key in categories)
