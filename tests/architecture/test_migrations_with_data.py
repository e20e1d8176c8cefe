"""The latest migrations are taken back and made again with all that the demo holds."""

from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, func, select, table, text

from portal import database as migrations
from portal.config import Settings
from portal.database import DataLossError
from portal.demo.installation import Installation
from portal.demo.postgres import LocalPostgres
from tests.e2e.demo import copy, fill
from tests.made_once import made_once

BACK = 10
TABLES = "select relname from pg_class where relnamespace = 'app'::regnamespace and relkind = 'r'"


def _rows(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    tables = connection.execute(text(TABLES)).scalars().all()
    return {
        name: connection.execute(
            select(func.count()).select_from(table(name, schema="app"))
        ).scalar_one()
        for name in tables
    }


def test_the_latest_migrations_run_both_ways_with_the_demos_data(
    run_folder: Path, tmp_path: Path
) -> None:
    folder = run_folder / f"migrated-{tmp_path.name}"
    copy(made_once(run_folder / "demo", fill), folder)
    with LocalPostgres(folder / "pg") as server:
        settings = Settings.read(Installation.open(folder, port=None).write_config(folder, server))
        engine = create_engine(server.url("super"))
        with engine.connect() as connection:
            before = _rows(connection)
        with pytest.raises(DataLossError) as refused:
            migrations.downgrade(settings, f"-{BACK}")
        migrations.downgrade(settings, f"-{BACK}", lose=refused.value.total)
        with engine.connect() as connection:
            older = _rows(connection)
        migrations.upgrade(settings)
        with engine.connect() as connection:
            after = _rows(connection)
            searched = connection.execute(
                text("select count(*) from app.agreement_fact where in_words = ''")
            )
            assert searched.scalar_one() == 0
        engine.dispose()
    assert set(after) == set(before)
    kept = {name for name in older if name in before and older[name] == before[name]}
    assert {"agreement", "agreement_fact", "plan", "goal", "account"} <= kept
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
