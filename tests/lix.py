"""How hard a Swedish text is to read, and the texts of a page.

LIX: words per sentence, and of a hundred words those that have more than six letters. Under 25 is
as easy as a children's book, 30 to 40 as a novel.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "templates"
KEYWORDS = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2)}
# what every page of the portal is built of
SHARED = ("components/", "layout/")
SENTENCE = re.compile(r"[.!?:]+(?:\s|$)")
WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*|\d+")
VARIABLE = re.compile(r"%\(\w+\)[sd]")
LONG = 7


def lix(texts: Iterable[str]) -> float:
    """LIX of texts that each stand by themselves; a name or a number in one is a short word."""
    sentences = [
        words
        for text in texts
        for part in SENTENCE.split(VARIABLE.sub("ord", text))
        if (words := WORD.findall(part))
    ]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return 0
    return len(words) / len(sentences) + 100 * sum(len(w) >= LONG for w in words) / len(words)


def running(texts: Iterable[str]) -> list[str]:
    """Those that are sentences, without headings and labels."""
    return [text for text in texts if text.rstrip().endswith((".", "?", "!"))]


def texts_of(path: str, easy: Catalog | None = None) -> list[str]:
    """What a page or a module says, in the words of `easy` where that has others."""
    files = [ROOT / path] if path.endswith(".py") else sorted(_built_of(path, set()))
    return [_easier(text, easy) for file in files for text in _texts(file)]


def _built_of(path: str, seen: set[Path]) -> set[Path]:
    file = TEMPLATES / path
    if file in seen:
        return seen
    seen.add(file)
    said = file.read_text(encoding="utf-8")
    for other in re.findall(r'(?:extends|include|from|import) "([^"]+)"', said):
        if not other.startswith(SHARED):
            _built_of(other, seen)
    return seen


def _texts(file: Path) -> Iterator[str]:
    method = "python" if file.suffix == ".py" else "jinja2.ext.babel_extract"
    for _line, message, _comments, _context in extract_from_file(method, file, KEYWORDS):
        yield from [message] if isinstance(message, str) else message


def _easier(text: str, easy: Catalog | None) -> str:
    found = easy.get(text) if easy is not None else None
    return str(found.string) if found else text
