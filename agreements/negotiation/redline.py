"""What a suggestion changes, word by word, for people to read. Never used to merge."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

Change = tuple[str, str]
"""(operation, text); the operation is "keep", "insert" or "delete"."""

_WORDS = re.compile(r"\s+|[^\s]+")


def redline(old: str, new: str) -> list[Change]:
    """The changes that make `new` of `old`.

    Lines are compared first and words only within lines that differ, so that the longest texts
    the portal takes still compare at once. All "keep" and "delete" parts joined give `old`, all
    "keep" and "insert" parts `new`.
    """
    changes = _compare(old.splitlines(keepends=True), new.splitlines(keepends=True), within=True)
    return [
        (operation, "".join(text for _, text in same))
        for operation, same in groupby(changes, key=lambda change: change[0])
    ]


def _compare(old: Sequence[str], new: Sequence[str], *, within: bool) -> Iterator[Change]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        before, after = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        if tag == "equal":
            yield "keep", before
        elif within and before and after:
            yield from _compare(_WORDS.findall(before), _WORDS.findall(after), within=False)
        else:
            if before:
                yield "delete", before
            if after:
                yield "insert", after
