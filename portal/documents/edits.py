"""What changed from one row to another: the fewest words, found in bounded time."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from portal.documents.rows import Mark, Row, is_space

_MOST_COMPARISONS = 120_000_000
"""Two texts of 20,000 characters have fewer, also when every word is a letter."""
_KEPT_BETWEEN = 3
"""Changes of one paragraph with fewer unchanged words between them are one change."""


@dataclass(frozen=True, slots=True)
class Edit:
    """other[new_start:new_end] stands where base[start:end] stood."""

    start: int
    end: int
    new_start: int
    new_end: int


def edits(base: Row, other: Row) -> list[Edit]:
    """The changes that make `other` of `base`, in order.

    The words between the two rows' common ends are aligned so that as many as possible stay; where
    that is too much to compare, whole paragraphs are, and else everything between is one change.
    """
    found: list[Edit] = []
    for edit in _together(base, _differences(base, other)):
        found.append(_settled(base, other, edit, after=found[-1].end if found else 0))
    return found


def _differences(base: Row, other: Row) -> Iterator[Edit]:
    start, tail = _common_ends(base, other)
    end, new_end = len(base) - tail, len(other) - tail
    # spaces would tie everything to everything
    left = [at for at in range(start, end) if not is_space(base[at])]
    right = [at for at in range(start, new_end) if not is_space(other[at])]
    same = [(left[old], right[new]) for old, new in _alike(base, other, left, right)]
    at, new_at = start, start
    for (old, new), following in pairwise([*same, (end, new_end), (-1, -1)]):
        if (old, new) != (at, new_at):
            yield Edit(at, old, new_at, new)
        is_space_kept = following == (old + 2, new + 2) and base[old + 1] == other[new + 1]
        at, new_at = old + 1 + is_space_kept, new + 1 + is_space_kept


def _common_ends(base: Row, other: Row) -> tuple[int, int]:
    shorter = min(len(base), len(other))
    start = next((at for at in range(shorter) if base[at] != other[at]), shorter)
    most = shorter - start
    tail = next((at for at in range(most) if base[-1 - at] != other[-1 - at]), most)
    return start, tail


def _alike(
    base: Row, other: Row, left: Sequence[int], right: Sequence[int]
) -> Iterator[tuple[int, int]]:
    if len(left) * len(right) <= _MOST_COMPARISONS:
        yield from longest_common([base[at] for at in left], [other[at] for at in right])
        return
    before, after = _paragraphs(base, left), _paragraphs(other, right)
    words = [tuple(base[left[at]] for at in one) for one in before]
    new_words = [tuple(other[right[at]] for at in one) for one in after]
    for old, new in longest_common(words, new_words):
        yield from zip(before[old], after[new], strict=True)


def _paragraphs(row: Row, places: Sequence[int]) -> list[range]:
    ends = [at + 1 for at, place in enumerate(places) if isinstance(row[place], Mark)]
    return [range(start, end) for start, end in pairwise([0, *ends, len(places)]) if start < end]


def longest_common(left: Sequence[Hashable], right: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Where the longest common subsequence stands in both; nothing where that is too much to find.

    A row of the classic table is one number with a bit for each of `right` (Hyyrö 2004), so that a
    step costs as much as adding two such numbers.
    """
    if len(left) * len(right) > _MOST_COMPARISONS:
        return []
    places: dict[Hashable, int] = {}
    for at, one in enumerate(right):
        places[one] = places.get(one, 0) | 1 << at
    every = (1 << len(right)) - 1
    row, rows = every, [every]
    for one in left:
        met = row & places.get(one, 0)
        row = (row + met | row - met) & every
        rows.append(row)
    found = []
    old, new = len(left), len(right)
    while old and new:
        bit = 1 << new - 1
        if rows[old] & bit:
            new -= 1
        elif not rows[old - 1] & bit:
            old -= 1
        else:
            old, new = old - 1, new - 1
            found.append((old, new))
    return found[::-1]


def _together(base: Row, found: Iterator[Edit]) -> list[Edit]:
    whole: list[Edit] = []
    for edit in found:
        if whole and _is_near(base, whole[-1].end, edit.start):
            edit = replace(edit, start=whole[-1].start, new_start=whole[-1].new_start)
            whole.pop()
        whole.append(edit)
    return whole


def _is_near(base: Row, end: int, start: int) -> bool:
    between = [one for one in base[end:start] if not is_space(one)]
    return len(between) < _KEPT_BETWEEN and not any(isinstance(one, Mark) for one in between)


def _settled(base: Row, other: Row, edit: Edit, *, after: int) -> Edit:
    """Without spaces that both sides share; and where it is whole paragraphs, if it can be.

    Whole rows of a table are better than whole cells.
    """
    start, end, new_start, new_end = edit.start, edit.end, edit.new_start, edit.new_end
    while start < end and new_start < new_end and base[start] == other[new_start]:
        start, new_start = start + 1, new_start + 1
    while start < end and new_start < new_end and base[end - 1] == other[new_end - 1]:
        end, new_end = end - 1, new_end - 1
    bare = Edit(start, end, new_start, new_end)
    if start != end and new_start != new_end:
        return bare
    row, last = (base, end) if start != end else (other, new_end)
    whole: dict[bool, int] = {}
    for steps in range(start - after + 1):
        one = row[last - 1 - steps]
        if isinstance(one, Mark):
            whole.setdefault(one.kind != "cell" or one.ends_row, steps)
        if True in whole or steps == start - after or base[start - 1 - steps] != one:
            break
    back = whole.get(True, whole.get(False, 0))
    return Edit(start - back, end - back, new_start - back, new_end - back)
