"""Names and words written from right to left, set apart from what stands around them."""

import re

FROM_THE_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_FROM_THE_RIGHT = re.compile(f"[{FROM_THE_RIGHT}]")
ISOLATE, POP = "\u2068", "\u2069"
"""First strong isolate, and its end: what stands between is set by itself, in its own direction."""
_MARKS = str.maketrans("", "", ISOLATE + POP)


def is_from_right(text: str) -> bool:
    """Whether anything in it is written from right to left."""
    return not text.isascii() and _FROM_THE_RIGHT.search(text) is not None


def isolated(value: object) -> object:
    """The same value; a text from right to left between the characters that keep it to itself.

    What is HTML already has been through this before.
    """
    # asked of everything that a page shows, most of which is ASCII
    return value if type(value) is not str or value.isascii() else isolated_text(value)


def isolated_text(text: str) -> str:
    """The same text; one from right to left between the characters that keep it to itself.

    Without them a name would change places with a number, a dash or another name beside it. They
    fit wherever a text does, also in an attribute, and a form takes them out again. Each line has
    its own, since a line break ends them.
    """
    if not is_from_right(text):
        return text
    return "\n".join(f"{ISOLATE}{line}{POP}" if line else line for line in text.split("\n"))


def unmarked(text: str) -> str:
    """The text without those characters, for what sets directions in its own way."""
    return text.translate(_MARKS)
