"""Which characters the fonts of our PDFs can show, and a readable stand-in for the others.

PDF/A refuses a character without a glyph, and private-use characters altogether, so one emoji in
one cell would otherwise stop a whole agreement.
"""

import re
import struct
from functools import cache
from pathlib import Path

FONTS = Path(__file__).with_name("fonts")

_TABLE_RECORD = struct.Struct(">4sLLL")
_ENCODING_RECORD = struct.Struct(">HHL")
_GROUP = struct.Struct(">LLL")
_SEGMENTED_COVERAGE = 12
_PRIVATE_USE = (range(0xE000, 0xF900), range(0xF0000, 0x110000))
_LONG_WORD = re.compile(r"\S{41,}")
_CHECKSUM = re.compile(r"[0-9a-f]{64}")
_PIECE = re.compile(r"\S{20}")
_BREAK_HERE = "\u200b"


def printable(text: str) -> str:
    """Text with each character that no font has written as its number, such as [U+1F600]."""
    if text.isascii():
        return text
    return "".join(_shown(character) for character in text)


def breakable(text: str) -> str:
    """Text whose overlong words may be broken; a checksum stays whole, to be copied."""
    return _LONG_WORD.sub(_with_breaks, text)


def _with_breaks(word: re.Match[str]) -> str:
    if _CHECKSUM.fullmatch(word[0]):
        return word[0]
    return _PIECE.sub(lambda piece: piece[0] + _BREAK_HERE, word[0])


def _shown(character: str) -> str:
    if ord(character) in _covered() or character in "\n\t":
        return character
    return " " if character.isspace() else f"[U+{ord(character):04X}]"


@cache
def _covered() -> frozenset[int]:
    """The characters that every shipped font has."""
    fonts = [_characters(path.read_bytes()) for path in sorted(FONTS.glob("*.ttf"))]
    return frozenset(set.intersection(*fonts)).difference(*_PRIVATE_USE)


def _characters(font: bytes) -> set[int]:
    """The characters of one TrueType font: its `cmap` subtable of format 12."""
    table = _table_at(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, table + 2)
    for record in range(count):
        _, _, offset = _ENCODING_RECORD.unpack_from(font, table + 4 + record * 8)
        start = table + offset
        if struct.unpack_from(">H", font, start) == (_SEGMENTED_COVERAGE,):
            return _grouped_characters(font, start)
    raise ValueError("the font has no character map of format 12")


def _table_at(font: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for record in range(count):
        name, _, offset, _ = _TABLE_RECORD.unpack_from(font, 12 + record * 16)
        if name == tag:
            return int(offset)
    raise ValueError("the font has no character map")


def _grouped_characters(font: bytes, start: int) -> set[int]:
    (count,) = struct.unpack_from(">L", font, start + 12)
    characters: set[int] = set()
    for group in range(count):
        first, last, _ = _GROUP.unpack_from(font, start + 16 + group * 12)
        characters.update(range(first, last + 1))
    return characters
