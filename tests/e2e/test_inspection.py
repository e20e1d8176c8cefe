"""What of a page is examined again: whatever axe could see, and no page for its words alone."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.inspection import Inspector
from tests.made_once import Seen

SOUND = """<!doctype html>
<html lang="sv"><head><title>Planen – Samsyn</title>
<meta name="viewport" content="width=device-width"><style>
  body {color: #111; background: #fff}
  .dim {color: #ccc}
  .night {background: #222}
  .box {height: 3rem; overflow: auto}
  button, input, summary {min-width: 3rem; min-height: 3rem}
</style></head>
<body><nav aria-label="Meny"><ul><li><a href="/">Start</a></li></ul></nav>
<main><h1>Planen</h1><h2>Mål</h2><h3>Delmål</h3>
<p class="plain">Tre mål är satta.</p>
<img alt="Karta" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">
<form><label for="name">Namn</label><input id="name" type="text"><button>Spara</button></form>
<div class="box">Kort.</div>
<table><tr><th scope="col">Dag</th></tr><tr><td>Torsdag</td></tr></table>
<details><summary>Mer</summary><p class="dim">Det som inte syns ännu.</p></details>
</main></body></html>"""

FAULTS = {
    "color-contrast": [
        ('class="plain"', 'class="dim"'),
        ('<p class="plain">Tre mål är satta.</p>', '<div class="night"><p>Tre mål</p></div>'),
        ("<details>", "<details open>"),
    ],
    "image-alt": [(' alt="Karta"', "")],
    "button-name": [("Spara", "")],
    "label": [('for="name"', 'for="other"'), ("Namn<", "<")],
    "heading-order": [("h3>", "h4>")],
    "empty-heading": [("Delmål", "")],
    "list": [("<ul><li>", "<ul><p>Här</p><li>")],
    "link-name": [(">Start<", "><")],
    "landmark-unique": [("<main>", '<nav aria-label="Meny"><a href="/">Hem</a></nav><main>')],
    "valid-lang": [('class="plain"', 'lang="xx-nothing"')],
    "aria-allowed-attr": [('class="plain"', 'aria-checked="true"')],
    "nested-interactive": [("<button>Spara", '<button><a href="/">Spara</a>')],
    "scrollable-region-focusable": [("Kort.", "Så långt att det inte får plats. " * 200)],
}

NEWLY_DRESSED = SOUND.replace("Mål<", "Målen<").replace("#111", "#222")


class Counting(Inspector):
    """An inspector that tells how often it has had axe run."""

    runs = 0

    def _run_axe(self, page: Page, options: dict[str, object], where: str) -> None:
        self.runs += 1
        super()._run_axe(page, options, where)


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    return browser.new_context(viewport={"width": 1280, "height": 900}).new_page()


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory: pytest.TempPathFactory, page: Page) -> Path:
    """What is known when the page has been looked at as it is sound."""
    folder = tmp_path_factory.mktemp("sound") / "pages"
    look(Inspector(Seen(folder)), page, SOUND)
    return folder


@pytest.fixture
def inspector(tmp_path: Path, looked_at: Path) -> Counting:
    return Counting(Seen(shutil.copytree(looked_at, tmp_path / "pages")))


def look(inspector: Inspector, page: Page, html: str, *, at_each_width: bool = False) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})  # the last test may have failed as meant
    page.emulate_media(color_scheme="light")
    page.set_content(html)
    inspector.look(page, 200, scripts=True, at_each_width=at_each_width)


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [(rule, *change) for rule, changes in FAULTS.items() for change in changes],
)
def test_what_axe_finds_on_a_page_like_an_earlier_one(
    inspector: Counting, page: Page, rule: str, before: str, after: str
) -> None:
    assert before in SOUND
    with pytest.raises(AssertionError, match=f'"{rule}"'):
        look(inspector, page, SOUND.replace(before, after, 1).replace("Mål<", "Målen<"))


def test_other_words_and_more_rows_are_not_examined_again(inspector: Counting, page: Page) -> None:
    row = "<tr><td>Torsdag</td></tr>"
    html = SOUND.replace("Mål<", "Målen<").replace("Tre mål är", "Fyra mål blev")
    look(inspector, page, html.replace(row, row * 3))
    assert inspector.runs == 0


def test_a_new_dress_alone_has_only_its_colours_examined(inspector: Counting, page: Page) -> None:
    """In the light and, at the narrowest, in the dark with what hangs on the width."""
    look(inspector, page, NEWLY_DRESSED)
    assert inspector.runs == 2


def test_what_cannot_be_read_in_the_dark_is_found(inspector: Counting, page: Page) -> None:
    dark = "@media (prefers-color-scheme: dark) {.plain {background: #333}} </style>"
    with pytest.raises(AssertionError, match=r"(?s)dark, 320 px.*color-contrast"):
        look(inspector, page, NEWLY_DRESSED.replace("</style>", dark))


def test_what_is_too_small_on_a_telephone_is_found_at_a_desk(
    inspector: Counting, page: Page
) -> None:
    small = "@media (max-width: 390px) {summary {min-height: 0; height: 9px}} </style>"
    html = SOUND.replace("</style>", small)
    look(inspector, page, html)
    with pytest.raises(AssertionError, match=r"\(390 px\): targets under 24 px"):
        look(inspector, page, html, at_each_width=True)


def test_links_of_rows_that_are_called_the_same_are_found(inspector: Counting, page: Page) -> None:
    row = "<tr><td>Torsdag</td></tr>"
    rows = [f'<tr><th scope="row"><a href="{at}">Malå</a></th></tr>' for at in "ab"]
    with pytest.raises(AssertionError, match="rows named alike"):
        look(inspector, page, SOUND.replace(row, "".join(rows)))
