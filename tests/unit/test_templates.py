"""Templates can be read: no line is longer than a screen is wide."""

from pathlib import Path

import pytest

from portal.resources import folder

LONGEST_LINE = 140
TEMPLATES = folder("templates")
NAMES = sorted(str(file.relative_to(TEMPLATES)) for file in TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("name", NAMES)
def test_no_line_is_too_long(name: str) -> None:
    lines = Path(TEMPLATES, name).read_text(encoding="utf-8").splitlines()
    long = {number: len(line) for number, line in enumerate(lines, start=1)}

    assert {number: length for number, length in long.items() if length > LONGEST_LINE} == {}
