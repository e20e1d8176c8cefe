"""Cleaning of text that people typed or pasted, before it becomes a page, a DOCX or a PDF."""

import re
import unicodedata

# Word pastes a vertical tab for a soft line break and a form feed for a page break.
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# What no reader can see: control characters (XML refuses most of them), soft hyphens, zero-width
# characters, variation selectors, surrogates, non-characters, and the direction overrides that
# make a text read differently from what it says.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_SYMBOL_FONT_BULLET = "\uf0b7"


def clean(text: str) -> str:
    """The words of a text with plain line ends, composed letters and nothing unseen."""
    lines = _LINE_ENDS.sub("\n", text).replace(_SYMBOL_FONT_BULLET, "•")
    return unicodedata.normalize("NFC", _UNSEEN.sub("", lines))


def one_line(text: str) -> str:
    """Cleaned text for a title, a name or a table cell: single spaces and no line breaks."""
    return " ".join(clean(text).split())
