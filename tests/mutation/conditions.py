"""Every condition of the database's policies and functions that can be left out, one at a time.

A fault is a statement with a part of a condition gone, with a "not" gone, or a policy of the web
server's that lets everything through. What else stands in a file is left as it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from typing_extensions import override

TOKEN = re.compile(r"--[^\n]*|'(?:[^']|'')*'|[A-Za-z_][\w.]*|\$\$|:=|\S")
POLICY = re.compile(r"create policy (\w+) on (app\.\w+)")
JOINING = {"and", "or"}
# where a condition begins, and where it ends; at the depth of the condition
BEGINS = {"where", "on", "when", "having", "if", "elsif", "return", "then", "else", "select", "as"}
ENDS = {
    "group",
    "order",
    "union",
    "limit",
    "returning",
    "loop",
    "then",
    "for",
    "from",
    "join",
    "end",
}
ENDS |= {"left", "cross", "where", "set", "do"}
BOUNDS = BEGINS | ENDS | {",", ";", ":=", "$$"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a string or a sign, and where it stands."""

    text: str
    start: int
    end: int
    depth: int


@dataclass(frozen=True, slots=True)
class Fault:
    """A statement with one fault, and how the database is told of it and of what was there."""

    file: str
    line: int
    change: str
    put_in: tuple[str, ...]
    take_out: tuple[str, ...]

    @override
    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.change}"


def faults_of(source: str, file: str) -> Iterator[Fault]:
    """Each fault of a file, in the order of the text."""
    for start, end in _statements(source):
        statement = source[start:end]
        policy = POLICY.match(statement)
        is_function = statement.startswith("create or replace function")
        if not is_function and (policy is None or "to portal_app" not in statement):
            continue
        drop = (f"drop policy {policy[1]} on {policy[2]}",) if policy else ()
        for at, until, becomes in _cuts(_tokens(statement), is_policy=policy is not None):
            left_out = " ".join(statement[at:until].split())
            yield Fault(
                file=file,
                line=source.count("\n", 0, start + at) + 1,
                change=f"`{left_out}` became `{becomes}`" if becomes else f"without `{left_out}`",
                put_in=(*drop, statement[:at] + becomes + statement[until:]),
                take_out=(*drop, statement),
            )


def _statements(source: str) -> Iterator[tuple[int, int]]:
    """From where until where each is, with neither comments before it nor its semicolon."""
    start, is_body = None, False
    for token in _tokens(source):
        start = token.start if start is None else start
        is_body ^= token.text == "$$"
        if token.text == ";" and not is_body:
            yield start, token.start
            start = None


def _tokens(source: str) -> Sequence[Token]:
    found, depth = [], 0
    for match in TOKEN.finditer(source):
        if match[0].startswith("--"):
            continue
        depth -= match[0] in {")", "]"}
        found.append(Token(match[0].lower(), match.start(), match.end(), depth))
        depth += match[0] in {"(", "["}
    return found


def _cuts(tokens: Sequence[Token], *, is_policy: bool) -> Iterator[tuple[int, int, str]]:
    """What is taken out of a statement, from where until where, and what stands there instead."""
    begins = 0 if is_policy else next(at for at, one in enumerate(tokens) if one.text == "$$")
    for place, token in enumerate(tokens[begins:], start=begins):
        if token.text in JOINING and not _is_of_between(tokens, place):
            first, last = _operand_before(tokens, place), _operand_after(tokens, place)
            # of a chain each part goes once: the first with what joins it, the others with theirs
            if first == 0 or tokens[first - 1].text not in JOINING:
                yield tokens[first].start, tokens[place + 1].start, ""
            yield tokens[place - 1].end, tokens[last].end, ""
        if token.text == "not" and _denies(tokens, place):
            yield token.start, tokens[place + 1].start, ""
        if is_policy and token.text in {"using", "check"}:
            last = _closing(tokens, place + 1)
            yield tokens[place + 1].end, tokens[last].start, "true"


def _is_of_between(tokens: Sequence[Token], place: int) -> bool:
    """Whether this "and" belongs to a "between"."""
    depth = tokens[place].depth
    for token in reversed(tokens[:place]):
        if token.depth < depth or (token.depth == depth and token.text in JOINING | BOUNDS):
            return False
        if token.depth == depth and token.text == "between":
            return tokens[place].text == "and"
    return False


def _operand_before(tokens: Sequence[Token], place: int) -> int:
    first = place
    while first > 0 and not _bounds(tokens, first - 1, tokens[place].depth):
        first -= 1
    return first


def _operand_after(tokens: Sequence[Token], place: int) -> int:
    last = place
    while last + 1 < len(tokens) and not _bounds(tokens, last + 1, tokens[place].depth):
        last += 1
    return last


def _bounds(tokens: Sequence[Token], at: int, depth: int) -> bool:
    """Whether a condition of that depth ends here."""
    token = tokens[at]
    if token.depth < depth:
        return True
    if token.depth > depth:
        return False
    if token.text in {"(", "["}:
        return False
    if token.text == "from" and tokens[at - 1].text == "distinct":
        return False
    is_joining = token.text in JOINING and not _is_of_between(tokens, at)
    return is_joining or token.text in BOUNDS


def _closing(tokens: Sequence[Token], opening: int) -> int:
    depth = tokens[opening].depth
    return next(at for at in range(opening + 1, len(tokens)) if tokens[at].depth == depth)


def _denies(tokens: Sequence[Token], place: int) -> bool:
    """Whether the word turns a condition round, and is no part of another word."""
    after = tokens[place + 1].text if place + 1 < len(tokens) else ""
    before = tokens[place - 1].text if place else ""
    return before != "is" and after not in {"null", "in", "between", "distinct"}
