"""Names and words written from right to left, set apart from what stands around them on a page."""

import re

_FROM_THE_RIGHT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_FIRST_STRONG_ISOLATE, _POP = "\u2068", "\u2069"


def isolated(value: object) -> object:
    """The same value; a text from right to left between the characters that keep it to itself.

    Without them a name would change places with a number, a dash or another name beside it. They
    fit wherever a text does, also in an attribute, and a form takes them out again. Each line has
    its own, since a line break ends them. What is HTML already has been through this before.
    """
    if type(value) is not str or value.isascii() or not _FROM_THE_RIGHT.search(value):
        return value
    lines = value.split("\n")
    return "\n".join(f"{_FIRST_STRONG_ISOLATE}{line}{_POP}" if line else line for line in lines)
