from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.providers.hostile import HostileProvider, running

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def hostile(now: datetime) -> Iterator[HostileProvider]:
    with running(HostileProvider(now)) as provider:
        yield provider
