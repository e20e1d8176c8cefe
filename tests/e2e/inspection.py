"""What must hold for every page that a test passes."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.made_once import Seen

WIDTHS = (320, 390, 1280)
HEIGHT = 900
STANDARDS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
# the rules whose answer depends on the width or the colours
CHANGING = ["color-contrast", "target-size", "scrollable-region-focusable"]

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RUN_AXE = """async options => (await axe.run(document, options)).violations.map(found => [
  found.id, found.nodes.map(node => node.target.join(' ')).slice(0, 4).join(' | ')])"""

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
  };
}"""

# what of a page its colours and sizes hang on: each kind of element in each kind
DRESSED = """() => [...new Set([...document.querySelectorAll('body *')].map(e => {
  const said = e => [e.tagName, e.className.baseVal ?? e.className, e.dataset.variant,
    e.dataset.color, e.dataset.size, e.getAttribute('aria-current'), e.type, e.disabled].join(' ');
  return `${said(e.parentElement)} > ${said(e)}`;
}))]"""

OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > width + 1)
    .map(e => `${e.tagName}.${e.className}`).slice(0, 5).concat('page');
}"""


class Inspector:
    """Looks at pages; one that is made up like an earlier one gets no second axe run."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen

    def look(self, page: Page, status: int, *, scripts: bool) -> None:
        seen = page.evaluate(LOOK)
        where = f"{status} {page.url}"
        assert seen["lang"] == "sv", where
        assert len(seen["h1"]) == 1, f"{where}: {seen['h1']}"
        plain_title = " ".join(seen["title"].split())
        assert plain_title.startswith(" ".join(seen["h1"][0].split())), f"{where}: {plain_title}"
        assert seen["menu"] <= 4, where
        assert not seen["small"], f"{where}: targets under 24 px: {seen['small']}"
        made_up = str((_kind(page.url), status, [_plain(h2) for h2 in seen["h2"]]))
        if self._seen.is_news(made_up):
            self._check_overflow(page, where)
        if scripts and self._seen.is_news(f"with scripts: {made_up}"):
            self._check_accessibility(page, where)

    def _check_overflow(self, page: Page, where: str) -> None:
        with _own_width(page):
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": HEIGHT})
                wide = page.evaluate(OVERFLOW)
                assert not wide, f"{where}: wider than {width} px: {wide}"

    def _check_accessibility(self, page: Page, where: str) -> None:
        """Every rule as it is read; what colours and width change, dark and at its narrowest.

        The latter not for a page on which nothing is dressed as it was nowhere before.
        """
        page.evaluate(AXE)
        every = {"runOnly": {"type": "tag", "values": STANDARDS}}
        self._run_axe(page, {**every, "rules": {"target-size": {"enabled": True}}}, where)
        if not self._seen.is_news(*page.evaluate(DRESSED)):
            return
        with _own_width(page):
            page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
            page.emulate_media(color_scheme="dark")
            changing = {"runOnly": {"type": "rule", "values": CHANGING}}
            self._run_axe(page, changing, f"{where} (dark, {WIDTHS[0]} px)")
            page.emulate_media(color_scheme="light")

    def _run_axe(self, page: Page, options: dict[str, object], where: str) -> None:
        found = page.evaluate(RUN_AXE, {**options, "preload": False, "resultTypes": ["violations"]})
        assert not found, f"axe at {where}: {json.dumps(found, ensure_ascii=False, indent=2)}"


@contextmanager
def _own_width(page: Page) -> Iterator[None]:
    """Look at it at other widths, and give it its own again."""
    before = page.viewport_size
    yield
    if before:
        page.set_viewport_size(before)


def _kind(url: str) -> str:
    """The address without ids: pages of one endpoint are of one kind."""
    return re.sub(r"[0-9a-f-]{36}", "…", urlsplit(url).path)


def _plain(heading: str) -> str:
    return re.sub(r"\d+", "0", heading)
