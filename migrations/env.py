"""How Alembic reaches the database: through the connection and the transaction it is given."""

from alembic import context
from sqlalchemy import Enum, Text

import portal.models
from portal.db import Base

portal.models.load()


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "schema" or name == Base.metadata.schema


def _is_type_changed(
    _context: object, _column: object, _inspected: object, inspected: object, mapped: object
) -> bool | None:
    # enumerations are text with a CHECK; None leaves the rest to Alembic
    return False if isinstance(mapped, Enum) and isinstance(inspected, Text) else None


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    include_schemas=True,
    include_name=_is_ours,
    compare_type=_is_type_changed,
    version_table="alembic_version",
    version_table_schema="public",
)
with context.begin_transaction():
    context.run_migrations()
