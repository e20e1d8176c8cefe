"""Gaps: places in a text that somebody still has to fill in.

What counts as one is this short list, and the pages say it in the same words:

- anything in [square], {curly} or <angle> brackets that is not only digits, and a bracket that has
  lost its other half,
- three underscores or more, four dots or more (or two … or more), two question marks or more, and
  three dots where words should be: after a colon, or between two words and apart from both,
- XX, NN, TODO and TBD as words of their own.

It is looked for in a text as its readers see it: the brackets of a Markdown link are none.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

_FOUND = re.compile(
    r"""
      \[(?:[^\[\]]|\[[^\[\]]*\])*\]     # [vem], [ ], [vem [roll]]
    | \{[^{}]*\}
    | <[^\W\d_][^<>]*>                  # <namn>, not "< 18 år och > 65 år"
    | [\[{]\w* | \w*[\]}]               # half a pair
    | [［【][^］】]*[］】]
    | _{3,} | \.{4,} | …{2,} | \?{2,}
    | (?:(?<=:\s)|(?<=\w\s)(?=\S+\s+\w))(?:…|\.{3})
    | (?<!\w)(?:X{2,}|N\.?N\.?|TODO|TBD)(?!\w)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ONLY_DIGITS = re.compile(r"[\[{]\s*\d+\s*[\]}]")
# Most texts have none. Backslashes and entities may hide one from this look, so they count too.
_SIGNS = (*"[]{}<&\\_…［【", "...", "??")
_WORDS = re.compile(r"\b(?:xx+|nn|n\.n|todo|tbd)\b")


def find_gaps(shown: str) -> Iterator[tuple[int, int]]:
    """Where the gaps of a text begin and end, in order; `shown` is without Markdown."""
    for match in _FOUND.finditer(shown):
        if not _ONLY_DIGITS.fullmatch(match[0]):
            yield match.span()


# the names of measures are the same in every agreement of a county
@lru_cache(maxsize=4096)
def count_in(shown: str) -> int:
    """How many gaps a text without Markdown has."""
    return sum(1 for _ in find_gaps(shown))


def may_hold_gaps(source: str) -> bool:
    """Whether a text with its Markdown is worth reading for gaps: a cheap look at every text."""
    if any(sign in source for sign in _SIGNS):
        return True
    return _WORDS.search(source.lower()) is not None
