"""A county whose people work on one agreement."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.integration.county import CountyOfTests, Parties
from tests.integration.isolation import Isolation


@pytest.fixture
def county(isolated_app: Flask, isolation: Isolation) -> Iterator[CountyOfTests]:
    before = dict(isolated_app.extensions)
    yield CountyOfTests(isolated_app, isolation.execute_as_owner)
    isolated_app.extensions.update(before)


@pytest.fixture
def parties(county: CountyOfTests) -> Parties:
    """Three parties, nothing written yet."""
    return Parties(county)
