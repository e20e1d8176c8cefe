"""What every page of consent has at hand: words for acts, and the text shown before an answer."""

from portal.documents import commonmark
from portal.web.i18n import DEFAULT, language
from sip.consent.case import information, told
from sip.consent.words import ACT_KINDS, HOWS, STANDINGS, basis_labels
from sip.kernel.days import last_day


def shown_words() -> dict[str, object]:
    """For a template."""
    text = information()
    return {
        "told": told,
        "last_day": last_day,
        "kinds": ACT_KINDS,
        "hows": HOWS,
        "standings": STANDINGS,
        "basis_labels": basis_labels(),
        "information": commonmark.to_html(text.swedish if language() == DEFAULT else text.english),
        "information_version": text.version,
    }
