"""Lists and tables pasted from Word, made into what CommonMark reads as such. Pure.

A line that begins with a bullet is an item. So are two or more lines right under each other that
begin with a dash, an arrow, a tick, a), a., (1) or ii). One such line alone stays as it is, and so
do lines with an empty one between them: a dash may be an aside or somebody speaking, and CommonMark
keeps those apart. The letter or number stays in the item, for others refer to it. Two or more lines
with tabs are a table, its head first. A table that is written in CommonMark is left alone, with an
empty line put before and after it: text right under it would be a row of it. Nothing else is
changed.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile
from typing import NamedTuple

_BULLET = re.compile(r"(?P<indent>[ \t]*)(?:[•◦▪▫■□●○‣⁃∙➢➤❖]|[·o](?=\t))[ \t]*(?P<words>\S.*)")
_DASH = re.compile(r"(?P<indent>[ \t]*)[–—‒−·→►➔⇒✓✔✗][ \t\u00a0]+(?P<words>\S.*)")
_NUMBERED = re.compile(
    r"(?P<indent>[ \t]*)(?P<words>"
    r"(?:\(?(?:[a-zåäö]|[ivx]{2,4})\)|\([0-9]{1,2}\)|[a-zåäö]\.)[ \t\u00a0]+\S.*)",
    re.I,
)
_WORD_NUMBER = re.compile(r"(?P<indent>[ \t]*)(?P<number>[0-9]{1,3}[.)])\t[ \t]*(?P<words>\S.*)")
_IS_ITEM = re.compile(r"[ \t]*(?:[-*+]|[0-9]{1,9}[.)])[ \t]")
_GOES_ON = re.compile(r"[ \t]|[a-zåäö]")  # of an item that was broken over two lines
_DEEPEST = 3
_UNDER_HEAD = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")


class _Item(NamedTuple):
    depth: int
    words: str


def as_commonmark(text: str) -> str:
    """The text with its pasted lists and tables written as CommonMark reads them."""
    made: list[str] = []
    for is_empty, found in groupby(text.split("\n"), key=lambda line: not line.strip()):
        lines = list(found)
        made.extend(lines if is_empty else _around_tables(lines))
    return "\n".join(made)


def _around_tables(run: Sequence[str]) -> Iterator[str]:
    """The lines of one paragraph, those of a table that is one already as they are."""
    for at in range(len(run) - 1):
        if "|" in run[at] and "|" in run[at + 1] and _UNDER_HEAD.fullmatch(run[at + 1]):
            before, rest = run[:at], run[at:]
            rows = list(takewhile(lambda line: "|" in line, rest))
            if before:
                yield from _tables(list(_lists(before)))
                yield ""
            yield from rows
            if after := rest[len(rows) :]:
                yield ""
                yield from _around_tables(after)
            return
    yield from _tables(list(_lists(run)))


def _lists(run: Sequence[str]) -> Iterator[str]:
    """The lines of one paragraph, an empty one put in where a list ends."""
    items = [_item(run, at) for at in range(len(run))]
    least = min((item.depth for item in items if item), default=0)
    in_list = False
    for line, item in zip(run, items, strict=True):
        if item is not None:
            yield f"{'  ' * min(item.depth - least, _DEEPEST)}{item.words}"
            in_list = True
            continue
        if in_list and not _IS_ITEM.match(line) and not _GOES_ON.match(line):
            yield ""
            in_list = False
        yield line


def _item(run: Sequence[str], at: int) -> _Item | None:
    line = run[at]
    if found := _WORD_NUMBER.fullmatch(line):
        return _Item(_depth(found), f"{found['number']} {_words(found)}")
    if found := _BULLET.fullmatch(line):
        return _Item(_depth(found), f"- {_words(found)}")
    beside = [*run[max(at - 1, 0) : at], *run[at + 1 : at + 2]]
    for kind in (_DASH, _NUMBERED):
        found = kind.fullmatch(line)
        if found and any(kind.fullmatch(other) for other in beside):
            return _Item(_depth(found), f"- {_words(found)}")
    return None


def _depth(found: re.Match[str]) -> int:
    return found["indent"].count("\t") or len(found["indent"]) // 4


def _words(found: re.Match[str]) -> str:
    return re.sub(r"\t+", " ", found["words"]).strip()


def _tables(lines: Sequence[str]) -> Iterator[str]:
    groups = [(is_row, list(group)) for is_row, group in groupby(lines, key=_is_row)]
    for at, (is_row, rows) in enumerate(groups):
        if not is_row or len(rows) == 1:
            yield from rows
            continue
        if at and groups[at - 1][1][-1]:
            yield ""
        yield from _table([row.split("\t") for row in rows])
        if at + 1 < len(groups) and groups[at + 1][1][0]:
            yield ""


def _is_row(line: str) -> bool:
    return "\t" in line.strip() and not _IS_ITEM.match(line)


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    width = max(map(len, rows))
    for at, row in enumerate(rows):
        cells = [cell.strip().replace("|", "\\|") for cell in row]
        yield _row(cells + [""] * (width - len(cells)))
        if at == 0:
            yield _row(["---"] * width)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
