"""The tests of the log write rows and leave the structure alone."""

import pytest

from tests.conftest import Engines


@pytest.fixture
def database(emptied_database: str) -> str:
    return emptied_database


@pytest.fixture
def engines(database: str, reused_engines: Engines) -> Engines:
    return reused_engines
