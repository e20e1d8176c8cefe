"""Whether a page is made of nothing but what has been looked at: the same parts in the same places.

A part is an element with all that it stands in, what stands right in it, and their attributes. What
never changes how a page looks or is read out is left out: which row it is about, how many alike it
has, and the words of a text, though not how long its longest word is: that decides about its width.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

VARYING = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32,}|[0-9]+")
# of these it matters only whether they say anything
WORDS = {
    *("href", "src", "action", "formaction", "value", "content", "title", "alt", "placeholder"),
    *("aria-label", "datetime", "data-title"),
}
# a target with so little in it may be too small for a finger
SHORT = 4
STEP = 6  # letters


@lru_cache(2)
def parts(html: str) -> frozenset[str]:
    """What a page is made of."""
    if not html.strip():
        return frozenset()
    page = etree.HTML(html)
    return frozenset(_parts(page, f">{_said(page)}"))


def _parts(node: etree._Element, inside: str) -> Iterator[str]:
    children = {one: _said(one) for one in node if isinstance(one.tag, str)}
    yield f"{inside}: {list(dict.fromkeys(children.values()))}"
    for one, said in children.items():
        yield from _parts(one, f"{inside}>{said}")


def _said(node: etree._Element) -> str:
    attributes = " ".join(f"{name}={_kept(name, value)}" for name, value in node.items())
    return f"{node.tag} {attributes} {_size(node)}"


def _kept(name: str, value: str) -> str:
    return str(bool(value.strip())) if name in WORDS else VARYING.sub("", value)


def _size(node: etree._Element) -> str:
    """Of the texts right in an element: none, short, or how long its longest word is."""
    text = " ".join([node.text or "", *(one.tail or "" for one in node)]).strip()
    if len(text) < SHORT:
        return f"{len(text)}"
    return f"{max(map(len, text.split())) // STEP}w"
