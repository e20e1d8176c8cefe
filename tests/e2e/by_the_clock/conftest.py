"""A demo of a module's own, whose clock its tests move."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal import clock
from tests.e2e.by_the_clock.days import Days
from tests.e2e.demo import Demo, copy, fill, run_demo
from tests.made_once import made_once


@pytest.fixture(scope="module")
def own_folder(run_folder: Path) -> Path:
    folder = run_folder / f"demo-{secrets.token_hex(4)}"
    copy(made_once(run_folder / "demo", fill), folder)
    return folder


@pytest.fixture(scope="module")
def days(own_folder: Path) -> Iterator[Days]:
    with pytest.MonkeyPatch.context() as here:
        yield Days(
            own_folder,
            clock.today(),
            told=lambda now: here.setattr(clock, "now", now),
        )


@pytest.fixture(scope="module")
def demo(own_folder: Path, days: Days) -> Iterator[Demo]:
    """One of our own: others would be surprised by what day it is."""
    with run_demo(own_folder, days.environment()) as running:
        yield running
