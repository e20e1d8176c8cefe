"""The commands that docs/operations.md tells to run, in order."""

import re
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "operations.md"


@dataclass(frozen=True)
class Block:
    """Commands of one place in the page, and the heading they stand under."""

    heading: str
    commands: str
    is_restore: bool


def read_blocks() -> list[Block]:
    """Every block that is marked as shell."""
    blocks, heading = [], ""
    for part in re.split(r"^(?=#|```)", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE):
        if found := re.match(r"#+ (.*)", part):
            heading = found[1]
        if found := re.match(r"```sh( restore)?\n(.*)", part, re.DOTALL):
            blocks.append(Block(heading, found[2], bool(found[1])))
    return blocks
