"""What changes between two texts, paragraph by paragraph and word by word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from portal.documents.edits import edits
from portal.documents.rows import SPACE, Mark, Row, Word, is_space, read_rows

Operation = Literal["same", "del", "ins"]


class Piece(NamedTuple):
    """Words that stay, go or come."""

    operation: Operation
    words: list[Word]


@dataclass(slots=True)
class Line:
    """A paragraph of either text or of both; `mark` ends it, and stays, goes or comes itself."""

    pieces: list[Piece] = field(default_factory=list)
    mark: Mark = field(default_factory=Mark)
    operation: Operation = "same"
    was: Mark | None = None
    """What the paragraph was before, where its words stay in it and its form does not."""

    @property
    def is_whole(self) -> bool:
        """Whether all of it goes or comes, its end included."""
        return all(piece.operation == self.operation for piece in self.pieces)


def redline(old: str, new: str) -> list[Line]:
    """What makes `new` of `old`. Words that stay are those of the new text, numbers as well."""
    base, other = read_rows(old, new)
    lines = [Line()]
    for step in _steps(base, other):
        pieces = lines[-1].pieces
        if step.words and pieces and pieces[-1].operation == step.operation:
            pieces[-1].words.extend(step.words)
        elif step.words:
            pieces.append(Piece(step.operation, step.words))
        if step.mark is not None:
            lines[-1].pieces = _keep_spaces(_trimmed(pieces))
            lines[-1].mark, lines[-1].operation, lines[-1].was = step.mark, step.ends, step.was
            lines.append(Line())
    return lines[:-1]


def is_changed(lines: Sequence[Line]) -> bool:
    """Whether any word or any paragraph's form differs."""
    return any(line.was or line.operation != "same" or not line.is_whole for line in lines)


class _Step(NamedTuple):
    operation: Operation
    words: list[Word]
    mark: Mark | None = None
    ends: Operation = "same"
    """What becomes of the mark."""
    was: Mark | None = None


def _steps(base: Row, other: Row) -> Iterator[_Step]:
    new_at = 0
    for edit in edits(base, other):
        yield from _all("same", other[new_at : edit.new_start])
        yield from _replaced(base[edit.start : edit.end], other[edit.new_start : edit.new_end])
        new_at = edit.new_end
    yield from _all("same", other[new_at:])


def _all(operation: Operation, row: Row) -> Iterator[_Step]:
    return (_Step(operation, words, mark, operation) for words, mark in _paragraphs(row))


def _replaced(gone: Row, come: Row) -> Iterator[_Step]:
    old, new = list(_paragraphs(gone)), list(_paragraphs(come))
    if len(old) != len(new):
        yield from _all("del", gone)
        yield from _all("ins", come)
        return
    # as many paragraphs as before: each beside the one that takes its place
    for (words, mark), (new_words, new_mark) in zip(old, new, strict=True):
        yield _Step("del", words)
        yield _Step("ins", new_words, new_mark, was=None if mark == new_mark else mark)


def _paragraphs(row: Row) -> Iterator[tuple[list[Word], Mark | None]]:
    """The words up to each mark, with the mark; and those after the last one, with none."""
    words: list[Word] = []
    for one in row:
        if isinstance(one, Mark):
            yield words, one
            words = []
        else:
            words.append(one)
    yield words, None


def _trimmed(pieces: list[Piece]) -> list[Piece]:
    """A paragraph that was split or joined has no space at its ends: nobody sees that it goes."""
    words = [at for at, piece in enumerate(pieces) if not all(map(is_space, piece.words))]
    return pieces[words[0] : words[-1] + 1] if words else []


def _keep_spaces(pieces: list[Piece]) -> list[Piece]:
    """A word that is replaced keeps its space on both sides of the change."""
    for at in range(len(pieces) - 1):
        gone, come = pieces[at : at + 2]
        if (gone.operation, come.operation) != ("del", "ins"):
            continue
        before = pieces[at - 1].words if at else []
        after = pieces[at + 2].words if at + 2 < len(pieces) else []
        if after and is_space(after[0]):
            space = after.pop(0)
            gone.words.append(space)
            come.words.append(space)
        elif before and is_space(before[-1]):
            space = before.pop()
            gone.words.insert(0, space)
            come.words.insert(0, space)
        elif not before and not after:
            gone.words.append(SPACE)
    return pieces
