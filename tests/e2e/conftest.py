"""One demo and one browser for a worker's browser tests; people with cookies of their own for each.

They end with the last of these tests: Playwright keeps an event loop in the thread, which tests
that the worker runs afterwards must not find there.
"""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.demo import Demo, copy, fill, read_demo, run_demo
from tests.e2e.inspection import Inspector
from tests.e2e.person import Person, Way, Ways
from tests.e2e.sender import Sender
from tests.made_once import Seen, made_once

# the first is made for tests: it shows nothing, and takes half the processor time of the second
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
OPTIONS = [
    *("--no-sandbox", "--headless=new", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    # Of these the first is ours: a page from where the last one came from takes over its frame,
    # which is a fifth less work. The others Playwright asks for, and the last word counts.
    "--disable-features=RenderDocument,PaintHolding,ThirdPartyStoragePartitioning,HttpsUpgrades,"
    "HttpsFirstBalancedModeAutoEnable,AvoidUnnecessaryBeforeUnloadCheckSync,MediaRouter,"
    "DestroyProfileOnBrowserClose,OptimizationHints,NetworkTimeServiceQuerying",
]

Arrive = Callable[..., Any]

WITHOUT = Way(320, scripts=False)
# The first two go through with scripts and without; every page is asked how it looks at the other
# widths (inspection.py). The rest are for --every-way.
WAYS = (
    Ways(Way(1280), Way(390)),
    Ways(WITHOUT, WITHOUT),
    *(
        Ways(Way(width, scripts), Way(width, scripts))
        for scripts in (True, False)
        for width in (1280, 390)
    ),
)
USUAL = 2


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `ways` is a long story, told several times."""
    if "ways" in metafunc.fixturenames:
        told = WAYS if metafunc.config.getoption("--every-way") else WAYS[:USUAL]
        metafunc.parametrize("ways", told, ids=str)


@pytest.fixture(scope="package")
def demo(run_folder: Path) -> Iterator[Demo]:
    if already := os.environ.get("SAMSYN_DEMO"):  # a demo.json: while writing tests
        yield read_demo(Path(already))
        return
    var = run_folder / f"demo-{secrets.token_hex(4)}"
    copy(made_once(run_folder / "demo", fill), var)
    with run_demo(var) as running:
        yield running


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    assert program, "no Chromium: install it, or name it in CHROMIUM"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        yield opened
        opened.close()


@pytest.fixture(scope="package")
def inspector(run_folder: Path) -> Inspector:
    return Inspector(Seen(run_folder / "pages"))


@pytest.fixture(scope="package")
def viewers() -> dict[tuple[str, Way], Person]:
    """Nobody, at a browser that shows what others were answered: one for a demo and a way."""
    return {}


@pytest.fixture
def arrive(
    demo: Demo, browser: Browser, inspector: Inspector, viewers: dict[tuple[str, Way], Person]
) -> Iterator[Arrive]:
    """Let somebody arrive at the portal: `arrive("maja.ohlund")` is signed in.

    `sign_in` says how: "always" goes by the pages and through the provider, "never" stays outside.
    """
    contexts = []

    def viewer(way: Way) -> Person:
        key = (demo.address, way)
        if key not in viewers:
            viewers[key] = Person(demo, browser.new_context(**way.options()), inspector, "", way)
        return viewers[key]

    def come(login: str, way: Way | None = None, *, sign_in: str = "if needed") -> Person:
        chosen = way or Way()
        context = browser.new_context(**chosen.options())
        contexts.append(context)
        person = Person(demo, context, inspector, login, chosen, partial(viewer, chosen))
        token = demo.open_session(login) if sign_in == "if needed" else None
        if token:
            person.be_known_by(token)
        elif sign_in != "never":
            person.sign_in()
        return person

    yield come
    for context in contexts:
        context.close()


@pytest.fixture
def come(ways: Ways, arrive: Arrive, pytestconfig: pytest.Config) -> Arrive:
    """Let somebody of a long story arrive; without scripts by forms alone.

    Without them a browser only asks for pages and sends their forms. A page is shown in one when it
    holds some part that none before it did; all of them when the story is told in every way.
    """
    by_forms = not ways.desk.scripts and not pytestconfig.getoption("--every-way")

    def come_so(login: str, way: Way, *, sign_in: str = "if needed") -> Person | Sender:
        somebody = arrive(login, way, sign_in=sign_in)
        return somebody.forms if by_forms else somebody

    return come_so
