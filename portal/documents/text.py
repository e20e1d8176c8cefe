"""Cleaning of text that people typed or pasted, before it becomes a page, a DOCX or a PDF."""

import re
import unicodedata

from portal.direction import isolated_text

# Word pastes a vertical tab for a soft line break and a form feed for a page break.
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# What no reader can see: control characters (XML refuses most of them), soft hyphens, zero-width
# characters, variation selectors, surrogates, non-characters, and the marks of direction. The two
# that join and part letters stay between letters of scripts that are written with them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b\u200e\u200f\u202a-\u202c\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
    "|(?<![\u0600-\u109f\u1780-\u18af])[\u200c\u200d]|[\u200c\u200d](?![\u0600-\u109f\u1780-\u18af])"
)
# these make a text read differently from what it says
_OVERRIDES = re.compile("[\u202d\u202e]")
# what Word pastes in the places of its symbol fonts
_SYMBOL_FONT = str.maketrans(
    {
        **dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf076\uf09f", "•"),
        "\uf02d": "–",
        "\uf0e0": "→",
        "\uf0fc": "✓",
        "\uf0a8": "☐",
        "\uf06f": "☐",
        "\uf0fe": "☑",
        "\uf0fd": "☒",
        "\uf04a": "☺",
    }
)
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


def visible(text: str) -> str:
    """The same words without what nobody can see; what turns their order around is left to tell."""
    lines = _LINE_ENDS.sub("\n", text).translate(_SYMBOL_FONT)
    return unicodedata.normalize("NFC", _UNSEEN.sub("", lines))


def clean(text: str) -> str:
    """The words of a text with plain line ends, composed letters and nothing unseen."""
    return _OVERRIDES.sub("", visible(text))


def one_line(text: str) -> str:
    """Cleaned text for a title, a name or a table cell: single spaces and no line breaks.

    One from right to left keeps to itself, whatever it is put beside.
    """
    return isolated_text(" ".join(clean(text).split()))


def find_override(text: str) -> int | None:
    """Where a text holds a character that makes it read in another order than it says."""
    found = _OVERRIDES.search(text)
    return found.start() if found else None


def find_unknown(text: str) -> int | None:
    """Where a text holds a character that means something only in a font of its writer's own."""
    found = _PRIVATE_USE.search(text)
    return found.start() if found else None
