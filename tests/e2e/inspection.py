"""What must hold for every page that a test passes."""

import json
import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.e2e.alike import parts
from tests.made_once import Seen
from tests.soup import read

WIDTHS = (320, 390, 1280)
HEIGHT = 900
STANDARDS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = "color-contrast"
# the rules besides whose answer depends on the width
BY_WIDTH = ["target-size", "scrollable-region-focusable"]

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RUN_AXE = """async options => (await axe.run(document, options)).violations.map(found => [
  found.id, found.nodes.map(node => node.element.outerHTML.slice(0, 120)).slice(0, 4)])"""
# else axe says of every element that a rule looks at how it is written and how to select it
SAY_LITTLE = {
    "preload": False,
    "resultTypes": ["violations"],
    "selectors": False,
    "elementRef": True,
}
# Let axe look at the contrast of what is dressed as nothing was, together with whatever else it
# looks at: most of its time goes to getting to know the page.
KEEP = """news => {
  axe.configure({noHtml: true});
  const kept = news.map(at => window.inspected[at]);
  const rule = axe._audit.rules.find(one => one.id === 'color-contrast');
  const usual = rule.matches;
  rule.matches = (node, ...more) =>
    kept.some(one => one.contains(node)) && usual(node, ...more);
}"""

LOOK = """() => {
  const texts = name => [...document.querySelectorAll(name)].map(e => e.innerText.trim());
  const shown = e =>
    e.checkVisibility({visibilityProperty: true}) && !e.closest('.visually-hidden');
  const small = [...document.querySelectorAll('a, button, input, select, textarea, summary')]
    .filter(e => e.type !== 'hidden' && shown(e) && getComputedStyle(e).display !== 'inline')
    .filter(e => !e.closest('.ds-skip-link'))
    .filter(e => e.getBoundingClientRect().width < 24 || e.getBoundingClientRect().height < 24);
  return {
    lang: document.documentElement.lang,
    title: document.title,
    // a heading that names somebody says what the title says instead
    h1: [...document.querySelectorAll('h1')].map(e => e.dataset.title || e.innerText.trim()),
    h2: texts('h2'),
    menu: document.querySelectorAll('nav.menu li').length,
    primary: [...document.querySelectorAll('main .ds-button[data-variant=primary]')]
      .filter(shown).map(e => e.innerText.trim()),
    small: small.map(e => e.outerHTML.slice(0, 120)),
    rows: [...document.querySelectorAll('main tbody th a')]
      .map(e => [e.textContent.trim(), e.href]),
  };
}"""

# What axe can tell elements apart by, as one number for each: `built` with what stands in it, and
# what is asked of all of a page together; `dressed`, what the colours of its own text hang on.
# A row that is there three times or thirty counts once, and words only in whether there are any.
BUILT = (Path(__file__).parent / "built.js").read_text(encoding="utf-8")

OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > width + 1)
    .map(e => `${e.tagName}.${e.className}`).slice(0, 5).concat('page');
}"""


class Inspector:
    """Looks at pages; what is made up like something earlier gets no second axe run."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen

    def look(self, page: Page, status: int, *, scripts: bool, at_each_width: bool = False) -> None:
        """Look at a page as it stands, or also as screens of other widths show it."""
        where = f"{status} {page.url}"
        seen = _look(page, where)
        made_up = str((_kind(page.url), status, [_plain(h2) for h2 in seen["h2"]]))
        dressed = (
            scripts
            and self._seen.is_news(f"with scripts: {made_up}")
            and self._check_accessibility(page, where)
        )
        if self._seen.is_news(made_up) or dressed or at_each_width:
            self._check_widths(page, where, dressed=dressed, look=at_each_width)

    def is_known(self, html: str, address: str, way: str) -> bool:
        """Whether there is nothing on a page but what has been looked at in this way.

        What it says of itself is checked also then.
        """
        if not all(self._seen.has(f"{way}: {one}") for one in parts(html)):
            return False
        page = read(html)
        title = page.select_one("title")
        _check_words(
            {
                "lang": page.get("lang"),
                "title": title.get_text() if title else "",
                "h1": [one.get("data-title") or one.get_text() for one in page.select("h1")],
                "menu": len(page.select("nav.menu li")),
            },
            address,
        )
        return True

    def note(self, html: str, *ways: str) -> None:
        """A page with these parts has been looked at in these ways, and is as it should be."""
        self._seen.is_news(*(f"{way}: {one}" for way in ways for one in parts(html)))

    def _check_accessibility(self, page: Page, where: str) -> bool:
        """Every rule, unless all of it is built as on earlier pages; contrast where it is new.

        Whether some of it is dressed as nothing was before.
        """
        built, dressed = page.evaluate(BUILT)
        news = [at for at, one in enumerate(dressed) if self._seen.is_news(f"dressed {one}")]
        is_built_anew = self._seen.is_news(*(f"built {one}" for one in built))
        if is_built_anew or news:
            page.evaluate(AXE)
            page.evaluate(KEEP, news)
        if is_built_anew:
            every = {"runOnly": {"type": "tag", "values": STANDARDS}}
            rules = {"target-size": {"enabled": True}, CONTRAST: {"enabled": bool(news)}}
            self._run_axe(page, {**every, "rules": rules}, where)
        elif news:
            self._run_axe(page, _rules(CONTRAST), where)
        return bool(news)

    def _check_widths(self, page: Page, where: str, *, dressed: bool, look: bool) -> None:
        """Nothing sticks out. What is dressed as nothing was: at its narrowest also in the dark."""
        before = page.viewport_size or {"width": WIDTHS[-1], "height": HEIGHT}
        for width in sorted(WIDTHS, key=lambda one: (one != before["width"], -one)):
            if page.viewport_size != {"width": width, "height": HEIGHT}:
                page.set_viewport_size({"width": width, "height": HEIGHT})
            wide = page.evaluate(OVERFLOW)
            assert not wide, f"{where}: wider than {width} px: {wide}"
            if look and width != before["width"]:
                _look(page, f"{where} ({width} px)")
        if dressed:
            if before["width"] == WIDTHS[0]:
                page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
            page.emulate_media(color_scheme="dark")
            dark = f"{where} (dark, {WIDTHS[0]} px)"
            self._run_axe(page, _rules(*BY_WIDTH, CONTRAST), dark)
            page.emulate_media(color_scheme="light")
        page.set_viewport_size(before)

    def _run_axe(self, page: Page, options: dict[str, object], where: str) -> None:
        found = page.evaluate(RUN_AXE, {**options, **SAY_LITTLE})
        assert not found, f"axe at {where}: {json.dumps(found, ensure_ascii=False, indent=2)}"


def _look(page: Page, where: str) -> Mapping[str, Any]:
    seen: Mapping[str, Any] = page.evaluate(LOOK)
    _check_words(seen, where)
    assert not seen["small"], f"{where}: targets under 24 px: {seen['small']}"
    rows = {(name, url) for name, url in seen["rows"]}
    names = [name for name, _url in rows]
    assert len(set(names)) == len(names), f"{where}: rows named alike: {sorted(rows)}"
    return seen


def _check_words(seen: Mapping[str, Any], where: str) -> None:
    assert seen["lang"] == "sv", where
    assert len(seen["h1"]) == 1, f"{where}: {seen['h1']}"
    plain_title = " ".join(seen["title"].split())
    assert plain_title.startswith(" ".join(seen["h1"][0].split())), f"{where}: {plain_title}"
    assert seen["menu"] <= 4, where


def _rules(*names: str) -> dict[str, object]:
    return {"runOnly": {"type": "rule", "values": list(names)}}


def _kind(url: str) -> str:
    """The address without ids: pages of one endpoint are of one kind."""
    return re.sub(r"[0-9a-f-]{36}", "…", urlsplit(url).path)


def _plain(heading: str) -> str:
    return re.sub(r"\d+", "0", heading)
