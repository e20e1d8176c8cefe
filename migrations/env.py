"""How Alembic reaches the database: as portal_owner, one migration run at a time."""

from alembic import context
from sqlalchemy import Enum, Text, create_engine, text

import portal.models
from portal.db import Base

# Any number will do, as long as every portal process uses the same.
UPGRADE_LOCK = 7_302_016

config = context.config
portal.models.load()


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "schema" or name == Base.metadata.schema


def _is_type_changed(
    _context: object, _column: object, _inspected: object, inspected: object, mapped: object
) -> bool | None:
    # enumerations are text with a CHECK; None leaves the rest to Alembic
    return False if isinstance(mapped, Enum) and isinstance(inspected, Text) else None


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
            include_name=_is_ours,
            compare_type=_is_type_changed,
            version_table="alembic_version",
            version_table_schema="public",
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        # the web server refuses to start on a database that is behind: it has to see that
        connection.execute(text("grant select on public.alembic_version to portal_app"))
        connection.commit()
    engine.dispose()


run()
