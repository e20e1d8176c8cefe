"""Whether a page is written as the standard says: read by html5lib once for each of its places.

html5lib takes longer to read a page than the portal to make it. What it complains about is how a
tag is written, what stands where, and stray characters. So a page whose tags nest, whose text has
nothing odd, and whose elements have all been read before at such places, is as it should be.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from html.entities import html5

import html5lib

TAG = re.compile(r"<[!/]?[a-zA-Z](?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
START = re.compile(
    r"""<([a-z][a-z0-9-]*)((?:\s+[a-zA-Z][\w:.-]*(?:=(?:"[^"]*"|'[^']*'))?)*)\s*(/?)>"""
)
ATTRIBUTE = re.compile(r"""\s([\w:.-]+)(?:=("[^"]*"|'[^']*'))?""")
REFERENCE = re.compile(r"&([a-zA-Z0-9]+;|#3[49];)?")
# no page has these; and between the tags of some elements no words may stand
ODD = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
WITHOUT_WORDS = {
    *("", "html", "head", "table", "colgroup", "thead", "tbody", "tfoot", "tr"),
    *("select", "optgroup"),
}
DOCTYPE = "<!doctype html>"
WITHOUT_END = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
    *("track", "wbr"),
}


class OddError(Exception):
    """Something that html5lib has to look at, whatever else the page holds."""


class Written:
    """What has been read, and was as it should be."""

    def __init__(self) -> None:
        self._read: set[str] = set()

    def check(self, html: str) -> bool:
        """Raise html5lib's ParseError if the page is wrong; whether it had to be read."""
        try:
            found = frozenset(places(html))
        except OddError:
            found = None
        if found is not None and found <= self._read:
            return False
        builder = html5lib.getTreeBuilder("etree")
        html5lib.HTMLParser(tree=builder, strict=True).parse(html)
        self._read.update(found or ())
        return True


def places(html: str) -> Iterator[str]:
    """Each element as it is written, with those it stands in and the one it comes after."""
    if ODD.search(html) or not all(map(_is_known, REFERENCE.finditer(html))):
        raise OddError
    within, after, end = [""], [""], 0
    for tag in TAG.finditer(html):
        _check_text(html[end : tag.start()], within[-1])
        end = tag.end()
        if tag[0].startswith("</"):
            _check_end(tag[0], within.pop())
            after.pop()
            continue
        name, said, ends_at_once = _said(tag[0])
        yield f"{'>'.join(within)} {after[-1]} {said}"
        after[-1] = name
        if not ends_at_once:
            within.append(name)
            after.append("")
    _check_text(html[end:], within[-1])
    if within != [""]:
        raise OddError


@lru_cache(20_000)
def _said(tag: str) -> tuple[str, str, bool]:
    """Its name, that with the names of its attributes, and whether nothing stands in it."""
    if tag.lower() == DOCTYPE:
        return "!doctype", "", True
    found = START.fullmatch(tag)
    if found is None:
        raise OddError
    name, attributes, slash = found.groups()
    # of these one decides what the element is
    kept = [
        f"{key}={said}" if key == "type" else key for key, said in ATTRIBUTE.findall(attributes)
    ]
    return name, " ".join([name, *kept, slash]), bool(slash) or name in WITHOUT_END


def _check_end(tag: str, name: str) -> None:
    if not name or tag != f"</{name}>":
        raise OddError


def _is_known(reference: re.Match[str]) -> bool:
    return reference[1] in html5 or reference[1] in {"#34;", "#39;"}


def _check_text(text: str, within: str) -> None:
    if "<" in text or (within in WITHOUT_WORDS and text.strip()):
        raise OddError
