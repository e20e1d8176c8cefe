"""One demo and one browser for a worker's browser tests; people with cookies of their own for each.

They end with the last of these tests: Playwright keeps an event loop in the thread, which tests
that the worker runs afterwards must not find there.
"""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, StorageState, sync_playwright

from tests.e2e.demo import Demo, copy, fill, read_demo, run_demo
from tests.e2e.inspection import Inspector
from tests.e2e.person import Person, Way, Ways
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

Arrive = Callable[..., Person]

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
def kept_cookies() -> dict[str, StorageState]:
    """What a browser keeps of a sign-in, by login: not every test needs to sign in anew."""
    return {}


@pytest.fixture
def arrive(
    demo: Demo, browser: Browser, inspector: Inspector, kept_cookies: dict[str, StorageState]
) -> Iterator[Arrive]:
    """Let somebody arrive at the portal: `arrive("maja.ohlund")` is signed in.

    `sign_in` says how: "always" goes through the provider, "never" stays outside.
    """
    contexts = []

    def open_browser(login: str, way: Way, cookies: StorageState | None) -> Person:
        context = browser.new_context(**way.options(), storage_state=cookies)
        contexts.append(context)
        return Person(demo, context, inspector, login, way)

    def come(login: str, way: Way | None = None, *, sign_in: str = "if needed") -> Person:
        cookies = kept_cookies.get(login) if sign_in == "if needed" else None
        person = open_browser(login, way or Way(), cookies)
        if sign_in != "never" and cookies is None:
            person.sign_in()
        if sign_in == "if needed":
            kept_cookies[login] = person.context.storage_state()
        return person

    yield come
    for context in contexts:
        context.close()
