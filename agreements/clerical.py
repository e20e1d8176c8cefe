"""What a clerical error is, and how a text says that one has been corrected. Pure functions."""

import re
from collections.abc import Collection, Sequence
from itertools import takewhile

from agreements.refusals import AgreementRuleError, Refusal
from portal.documents.commonmark import count_gaps

MOST_DIFFERENT = 40
"""Characters that may be others than they were."""

# whom a sentence is about, and how: where one becomes another it is no slip of the pen
_WHO = re.compile(
    r"kommun|region|polis|skol|socialtjänst|psykiatri|primärvård|vårdcentral|myndighet"
    r"|huvudansvar|medansvar|ansvar|medverka"
)


def check_correction(before: str, after: str, text: str, names: Collection[str]) -> None:
    """Raise unless `after` in the place of `before`, which stands once in `text`, is a correction.

    `names` are those of the parties and of the actors of the matrix.
    """
    if not before or before not in text:
        raise AgreementRuleError(Refusal.WORDS_NOT_THERE, field="before")
    if text.count(before) > 1:
        raise AgreementRuleError(Refusal.WORDS_NOT_ONCE, field="before")
    if before == after or not after.strip():
        raise AgreementRuleError(Refusal.SAME_WORDS, field="after")
    if max(map(len, difference(before, after))) > MOST_DIFFERENT:
        raise AgreementRuleError(Refusal.TOO_MUCH_TO_CORRECT, field="after")
    if count_gaps(text.replace(before, after)) > count_gaps(text):
        raise AgreementRuleError(Refusal.HALF_A_CORRECTION, field="after")
    was, now = _who(before, names), _who(after, names)
    if was and now and was != now:
        raise AgreementRuleError(Refusal.CHANGES_WHO, field="after")


def difference(before: str, after: str) -> tuple[str, str]:
    """What each says that the other does not: all between how both begin and how both end."""
    first = _alike(before, after)
    last = _alike(before[first:][::-1], after[first:][::-1])
    return before[first : len(before) - last], after[first : len(after) - last]


def _alike(one: str, other: str) -> int:
    """With how many characters both begin."""
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return sum(1 for _pair in pairs)


def _who(words: str, names: Collection[str]) -> set[str]:
    said = words.casefold()
    return {*_WHO.findall(said), *(name.casefold() for name in names if name.casefold() in said)}


def mark(text: str, corrections: Sequence[tuple[str, str]]) -> str:
    """`text` as it reads with every correction, each with its number (from 1) after its words.

    A correction is what stood there, and what does. One that no longer finds its words is left out.
    """
    marks: list[tuple[int, int]] = []
    for number, (before, after) in enumerate(corrections, start=1):
        at = text.find(before)
        if at < 0:
            continue
        end, moved = at + len(before), len(after) - len(before)
        text = text[:at] + after + text[end:]
        marks = [(_moved(place, at, end, moved), other) for place, other in marks]
        marks.append((end + moved, number))
    for place, number in sorted(marks, reverse=True):
        text = text[:place] + raised(number) + text[place:]
    return text


def _moved(place: int, first: int, end: int, by: int) -> int:
    """Where a mark is when the words from `first` to `end` are others."""
    if place <= first:
        return place
    return max(place, end) + by


def raised(number: int) -> str:
    """The number of a correction as it stands after its words."""
    return str(number).translate(_DIGITS)


_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
