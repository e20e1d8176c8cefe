"""Which characters the fonts of our PDFs can show, and a readable stand-in for the others.

PDF/A refuses a character without a glyph, and private-use characters altogether, so one emoji in
one cell would otherwise stop a whole agreement. Inter has Latin, Greek and Cyrillic letters; what
it lacks is looked for in the fonts of `fonts/scripts`, each with one style. Chinese, Japanese and
Korean letters are too many to bring along: they come from the machine's own font, if it has it.
"""

import re
import struct
from functools import cache
from pathlib import Path

from portal.direction import ISOLATE, POP

FONTS = Path(__file__).with_name("fonts")
EAST_ASIAN = (
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),  # Debian: fonts-noto-cjk
    Path("/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Regular.ttc"),  # Fedora, RHEL
)

_TABLE_RECORD = struct.Struct(">4sLLL")
_ENCODING_RECORD = struct.Struct(">HHL")
_GROUP = struct.Struct(">LLL")
_COLLECTION = b"ttcf"
_SEGMENTED_COVERAGE = 12
_SEGMENTS_OF_DELTAS = 4
_PRIVATE_USE = (range(0xE000, 0xF900), range(0xF0000, 0x110000))
_LONG_WORD = re.compile(r"\S{41,}")
_CHECKSUM = re.compile(r"[0-9a-f]{64}")
_PIECE = re.compile(r"\S{20}")
_BREAK_HERE = "\u200b"
_UNSEEN = frozenset(("\n", "\t", ISOLATE, POP))


def east_asian() -> Path | None:
    """The machine's font of Chinese, Japanese and Korean letters, if it has one."""
    return next((file for file in EAST_ASIAN if file.is_file()), None)


def font_folders() -> list[Path]:
    """The folders that the fonts of a PDF are in."""
    font = east_asian()
    return [FONTS, font.parent] if font else [FONTS]


def printable(text: str) -> str:
    """Text with each character that no font has written as its number, such as [U+4E2D]."""
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
    if ord(character) in _covered() or character in _UNSEEN:
        return character
    return " " if character.isspace() else f"[U+{ord(character):04X}]"


@cache
def _covered() -> frozenset[int]:
    """The characters that every style of Inter has, or a font of other scripts."""
    inter = [_characters(path.read_bytes()) for path in sorted(FONTS.glob("*.ttf"))]
    others = [*sorted(FONTS.glob("scripts/*.ttf")), *filter(None, (east_asian(),))]
    scripts = [_characters(path.read_bytes()) for path in others]
    return frozenset(set.intersection(*inter).union(*scripts)).difference(*_PRIVATE_USE)


def _characters(font: bytes) -> set[int]:
    """The characters of one font, or of the first in a collection.

    That is its `cmap` subtable of format 12, or else of 4.
    """
    table = _table_at(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, table + 2)
    readers = {_SEGMENTED_COVERAGE: _grouped_characters, _SEGMENTS_OF_DELTAS: _segmented_characters}
    starts: dict[int, int] = {}
    for record in range(count):
        _, _, offset = _ENCODING_RECORD.unpack_from(font, table + 4 + record * 8)
        (kind,) = struct.unpack_from(">H", font, table + offset)
        starts[kind] = table + offset
    for kind, read in readers.items():
        if kind in starts:
            return read(font, starts[kind])
    raise ValueError("the font has no character map of format 12 or 4")


def _table_at(font: bytes, tag: bytes) -> int:
    begins = struct.unpack_from(">L", font, 12)[0] if font[:4] == _COLLECTION else 0
    (count,) = struct.unpack_from(">H", font, begins + 4)
    for record in range(count):
        name, _, offset, _ = _TABLE_RECORD.unpack_from(font, begins + 12 + record * 16)
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


def _segmented_characters(font: bytes, start: int) -> set[int]:
    (doubled,) = struct.unpack_from(">H", font, start + 6)
    count = doubled // 2
    lasts, firsts, deltas, offsets = (
        struct.unpack_from(f">{count}H", font, start + 14 + at * doubled + (2 if at else 0))
        for at in range(4)
    )
    characters: set[int] = set()
    for at, (first, last, delta, offset) in enumerate(
        zip(firsts, lasts, deltas, offsets, strict=True)
    ):
        glyphs = start + 16 + 3 * doubled + at * 2 + offset
        for character in range(first, last + 1):
            if offset:
                (glyph,) = struct.unpack_from(">H", font, glyphs + (character - first) * 2)
            else:
                glyph = (character + delta) % 0x10000
            if glyph:
                characters.add(character)
    return characters
