"""The longest durations of the grounds follow the settings, by the owner's login alone."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import literal_column, select, table

from portal import database as migrations
from portal import fitness
from portal.app import create_app
from portal.config import Settings
from portal.db import db
from portal.errors import ConfigurationError, OutdatedDatabaseError
from sip.consent.limits import limit_of
from sip.kernel.settings import DEFAULTS, load_settings
from sip.tables.consent import BasisLimit as Row
from sip.tables.functions import BasisLimit
from tests.conftest import Engines


@pytest.fixture
def lawyers(settings: Settings, tmp_path: Path) -> Settings:
    """Settings of a county that allows a hundred days on the first ground, and knows no last."""
    text = DEFAULTS.read_text().replace("longest_days = 30", "longest_days = 100", 1)
    before, _, after = text.rpartition("[[bases]]")
    file = tmp_path / "sip.toml"
    file.write_text(before + after[after.index("\n# ") :])
    return replace(settings, sip_settings=file)


def limits(engines: Engines) -> set[BasisLimit]:
    with engines("owner").connect() as connection:
        rows = connection.execute(select(*(getattr(Row, name) for name in BasisLimit._fields)))
        return {BasisLimit(row[0], row[1], *(tuple(each) for each in row[2:])) for row in rows}


def of_settings(path: Path = DEFAULTS) -> set[BasisLimit]:
    return {limit_of(one) for one in load_settings(path).bases}


def refuse_to_start(settings: Settings) -> None:
    with create_app(settings).app_context():
        try:
            fitness.refuse_other_limits()
        finally:
            db.session.close()
            db.engine.dispose()


def test_an_upgrade_gives_the_database_the_limits_of_the_settings(
    settings: Settings, lawyers: Settings, engines: Engines
) -> None:
    assert limits(engines) == of_settings()

    migrations.upgrade(lawyers)

    ours = of_settings(lawyers.sip_settings or DEFAULTS)
    assert limits(engines) == ours
    assert timedelta(days=100) in {one.longest for one in ours}
    assert len(ours) == len(of_settings()) - 1


def test_an_upgrade_that_changes_nothing_writes_nothing(
    settings: Settings, engines: Engines
) -> None:
    """After a restore, docs/operations.md runs one: every row is then as it was."""

    def rows() -> list[str]:
        tables = sorted(migrations.WRITTEN_BY_US - {"job_run"})
        with engines("super").connect() as connection:
            return [
                f"{name} {row}"
                for name in tables
                for row in connection.scalars(
                    select(literal_column("t::text")).select_from(
                        table(name, schema="app").alias("t")
                    )
                )
            ]

    before = rows()
    migrations.upgrade(settings)
    assert sorted(rows()) == sorted(before)


def test_the_web_server_does_not_start_on_other_limits_than_its_own(
    settings: Settings, lawyers: Settings
) -> None:
    refuse_to_start(settings)
    with pytest.raises(OutdatedDatabaseError, match="portal db upgrade"):
        refuse_to_start(lawyers)

    migrations.upgrade(lawyers)

    refuse_to_start(lawyers)
    with pytest.raises(OutdatedDatabaseError):
        refuse_to_start(settings)


def test_an_upgrade_with_settings_that_cannot_be_read_changes_nothing(
    settings: Settings, engines: Engines, tmp_path: Path
) -> None:
    (tmp_path / "sip.toml").write_text("current_information_version = 1\n")

    with pytest.raises(ConfigurationError):
        migrations.upgrade(replace(settings, sip_settings=tmp_path / "sip.toml"))

    assert limits(engines) == of_settings()
