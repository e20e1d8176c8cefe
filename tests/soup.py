"""Pages as tests ask them: Beautiful Soup's words for it, as far as they are used, at lxml's speed.

A test opens thousands of pages and reads a few of their elements; Beautiful Soup makes objects of
all of them, which took a tenth of the run's time. Here an element is one only when it is asked for.
"""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from functools import cache
from typing import Any

from cssselect import HTMLTranslator, parse
from cssselect.parser import CombinedSelector
from lxml import etree

# their text is nothing that a reader sees
UNREAD = ("script", "style", "template")
LISTS = {"class"}
NOTHING = "<html></html>"
IN_HTML = HTMLTranslator()


class Element:
    """An element of a page. `page.main` is its first `main`, however deep."""

    def __init__(self, node: etree._Element) -> None:
        self._node = node

    def __getattr__(self, name: str) -> "Element | None":
        if name.startswith("_"):
            raise AttributeError(name)
        return self.find(name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Element) and other._node is self._node

    def __hash__(self) -> int:
        return hash(self._node)

    def __str__(self) -> str:
        return etree.tostring(self._node, encoding="unicode", with_tail=False)

    __repr__ = __str__

    # its name and attributes

    @property
    def name(self) -> str:
        return str(self._node.tag)

    @property
    def attrs(self) -> MutableMapping[str, str]:
        return self._node.attrib

    def get(self, name: str, otherwise: Any = None) -> Any:
        value = self._node.get(name)
        if value is None:
            return otherwise
        return value.split() if name in LISTS else value

    def has_attr(self, name: str) -> bool:
        return name in self._node.attrib

    def __getitem__(self, name: str) -> Any:
        if name not in self._node.attrib:
            raise KeyError(name)
        return self.get(name)

    def __setitem__(self, name: str, value: str) -> None:
        self._node.set(name, value)

    # what it says

    def get_text(self, between: str = "", *, strip: bool = False) -> str:
        said = _texts(self._node)
        if strip:
            said = (one for one in map(str.strip, said) if one)
        return between.join(said)

    @property
    def text(self) -> str:
        return self.get_text()

    @property
    def own_text(self) -> str:
        """What it says before the first element in it."""
        return self._node.text or ""

    @property
    def string(self) -> str | None:
        """What it says, when that is one text."""
        said = list(_texts(self._node))
        return said[0] if len(said) == 1 else None

    @string.setter
    def string(self, text: str) -> None:
        del self._node[:]
        self._node.text = text

    # what is in it and around it

    def select(self, selector: str) -> list["Element"]:
        """Of all that the page has by this selector, what is in here."""
        find, is_plain = _finding(selector)
        if is_plain:
            return [Element(one) for one in find(self._node)]
        page = self._node.getroottree().getroot()
        found = find(page)
        if self._node is not page:
            found = [one for one in found if self._node in one.iterancestors()]
        return [Element(one) for one in found]

    def select_one(self, selector: str) -> "Element | None":
        return next(iter(self.select(selector)), None)

    def find_all(
        self,
        name: str | list[str] | None = None,
        *,
        attrs: Mapping[str, Any] | None = None,
        string: str | Callable[[str | None], object] | None = None,
        recursive: bool = True,
        **more: Any,
    ) -> list["Element"]:
        wanted = {**(attrs or {}), **more}
        names = (name,) if isinstance(name, str) else tuple(name or ("*",))
        having = tuple(key if value is True else f"{key}=" for key, value in wanted.items())
        find = _having("descendant" if recursive else "child", names, having)
        said = {f"v{at}": value for at, value in enumerate(wanted.values()) if value is not True}
        found = [Element(one) for one in find(self._node, **said)]
        return [one for one in found if _says(one, string)] if string is not None else found

    __call__ = find_all

    def find(self, name: str | list[str] | None = None, **wanted: Any) -> "Element | None":
        return next(iter(self.find_all(name, **wanted)), None)

    def find_parent(self, name: str) -> "Element | None":
        parent = next(self._node.iterancestors(name), None)
        return None if parent is None else Element(parent)

    @property
    def parent(self) -> "Element | None":
        parent = self._node.getparent()
        return None if parent is None else Element(parent)


def read(html: str) -> Element:
    """A page, or a part of one."""
    root = etree.HTML(html or NOTHING)
    return Element(etree.HTML(NOTHING) if root is None else root)


@cache
def _finding(selector: str) -> tuple[etree.XPath, bool]:
    """What finds a selector's elements, and whether it says nothing of what they stand in."""
    is_plain = not any(isinstance(one.parsed_tree, CombinedSelector) for one in parse(selector))
    path = IN_HTML.css_to_xpath(selector, prefix="descendant::" if is_plain else "//")
    return etree.XPath(path), is_plain


@cache
def _having(way: str, names: tuple[str, ...], wanted: tuple[str, ...]) -> etree.XPath:
    """What finds elements of these names with attributes that are there, or say $v0, $v1 …"""
    having = "".join(
        f"[@{one}$v{at}]" if one.endswith("=") else f"[@{one}]" for at, one in enumerate(wanted)
    )
    return etree.XPath(" | ".join(f"{way}::{name}{having}" for name in names))


def _texts(node: etree._Element) -> Iterator[str]:
    if node.text:
        yield node.text
    for child in node:
        if isinstance(child.tag, str) and child.tag not in UNREAD:
            yield from _texts(child)
        if child.tail:
            yield child.tail


def _says(one: Element, wanted: str | Callable[[str | None], object]) -> bool:
    return bool(wanted(one.string)) if callable(wanted) else one.string == wanted
