"""How Alembic reaches the database: as portal_owner, one migration run at a time."""

from alembic import context
from sqlalchemy import create_engine, text

import portal.models
from portal.db import Base

# Any number will do, as long as every portal process uses the same.
UPGRADE_LOCK = 7_302_016

config = context.config
portal.models.load()


def run() -> None:
    engine = create_engine(config.get_main_option("sqlalchemy.url") or "", hide_parameters=True)
    with engine.connect() as connection:
        # two upgrades at once would both create the first table; the second waits here
        connection.execute(text("select pg_advisory_lock(:key)"), {"key": UPGRADE_LOCK})
        connection.commit()
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            include_schemas=True,
            version_table="alembic_version",
            version_table_schema="public",
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
