"""A database whose structure the test may change."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine

from portal.config import Settings
from portal.demo.postgres import LocalPostgres
from tests.conftest import copy_database, settings_of


@pytest.fixture
def migrated(postgres: LocalPostgres, template_database: str) -> Iterator[Settings]:
    """Settings of a portal whose database has every migration: each run makes it from nothing."""
    for name in copy_database(postgres, template_database):
        yield settings_of(postgres, name)


@pytest.fixture
def engine(migrated: Settings) -> Iterator[Engine]:
    """Its owner's connections."""
    engine = create_engine(migrated.database.owner_url)
    yield engine
    engine.dispose()
