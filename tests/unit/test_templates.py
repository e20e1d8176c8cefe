"""Templates can be read: no line is too long for a screen, and what is imported is used."""

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from portal.resources import folder

LONGEST_LINE = 140
TEMPLATES = folder("templates")
NAMES = sorted(str(file.relative_to(TEMPLATES)) for file in TEMPLATES.rglob("*.html"))
IMPORT = re.compile(r"{%-? *from \"[^\"]+\" import ([^%]*?)(?: with context)? *-?%}")
COMMENT = re.compile(r"{#.*?#}", re.DOTALL)
# what is included, or extends it, sees what a template has imported
INCLUDED = re.compile(r"{%-? *include \"([^\"]+)\"")
EXTENDED = re.compile(r"{%-? *extends \"([^\"]+)\"")


@pytest.mark.parametrize("name", NAMES)
def test_no_line_is_too_long(name: str) -> None:
    lines = _read(name).splitlines()
    long = {number: len(line) for number, line in enumerate(lines, start=1)}

    assert {number: length for number, length in long.items() if length > LONGEST_LINE} == {}


def test_what_is_imported_is_used() -> None:
    unused = {
        (name, imported)
        for name in NAMES
        for imported in _imported(name)
        if not any(re.search(rf"\b{imported}\b", _own(one)) for one in _seen_by(name))
    }

    assert unused == set()


@cache
def _read(name: str) -> str:
    return Path(TEMPLATES, name).read_text(encoding="utf-8")


@cache
def _own(name: str) -> str:
    """A template without its comments and imports."""
    return COMMENT.sub("", IMPORT.sub("", _read(name)))


def _imported(name: str) -> set[str]:
    """What a template imports, by the names that it gives them."""
    listed = (one.split(",") for one in IMPORT.findall(_read(name)))
    return {one.split(" as ")[-1].strip() for names in listed for one in names}


def _seen_by(name: str) -> set[str]:
    """A template and those that see what it imports."""
    found, waiting = set[str](), [name]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            included = [each for each in INCLUDED.findall(_read(one)) if each in NAMES]
            waiting += [*included, *_extending().get(one, [])]
    return found


@cache
def _extending() -> dict[str, list[str]]:
    by_parent = defaultdict(list)
    for name in NAMES:
        for parent in EXTENDED.findall(_read(name)):
            by_parent[parent].append(name)
    return by_parent
