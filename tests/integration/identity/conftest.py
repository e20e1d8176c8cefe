import pytest

from tests.browser import Browser
from tests.integration.county import CountyOfTests
from tests.integration.identity.departing import ADMINISTRATOR


@pytest.fixture
def goran(county: CountyOfTests) -> Browser:
    return county.member(county.municipality, *ADMINISTRATOR, name="Göran Hallgren")
