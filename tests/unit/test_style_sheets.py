"""What is built of the style sheets is what their sources say."""

import re
from pathlib import Path

import pytest

from portal.resources import folder

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "frontend" / "css").glob("*.css"))
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@pytest.mark.parametrize("source", SOURCES, ids=lambda one: one.stem)
def test_the_built_sheet_is_of_today(source) -> None:
    built = (folder("static") / "css" / "samsyn.css").read_text(encoding="utf-8")
    text = COMMENT.sub("", source.read_text(encoding="utf-8"))
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in text.splitlines())

    assert "\n".join(line for line in lines if line) in built


def test_on_paper_a_tile_of_the_board_has_its_border() -> None:
    """Browsers print no backgrounds: what was a filled tile would be white on white."""
    _, _, paper = (ROOT / "frontend/css/print.css").read_text(encoding="utf-8").partition("@media")
    (rule,) = re.findall(r"\.tile, [^{]*\{([^}]*)\}", paper.partition("@media (forced")[0])
    assert "border: 1pt solid #000 !important" in rule
    assert "color: #000 !important" in rule
