import pytest

from portal.authz import Role
from tests.browser import Browser
from tests.integration.county import CountyOfTests


@pytest.fixture
def linnea(county: CountyOfTests) -> Browser:
    """Who administers the county: administrator of its coordination group."""
    return county.member(county.group, Role.ADMINISTRATOR, name="Linnea Länsson")
