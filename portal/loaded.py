"""Rows that a function of the database has given, in the session as if it had asked for them.

To have the ORM make them of a statement costs a worker several times as much, since it prepares for
each column of each table anew whenever the statement is asked.
"""

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, inspect
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from portal.db import Base, db

Model = TypeVar("Model", bound=Base)


def loaded_columns(model: type[Base]) -> Mapping[str, ColumnElement[Any]]:
    """The columns that are read with a row of a table, by their names."""
    attributes = inspect(model).column_attrs
    return {one.key: one.columns[0] for one in attributes if not one.deferred}


def as_loaded(model: type[Model], values: Mapping[str, Any], *, anew: bool = False) -> Model:
    """The row of these values, by the names of its columns; the one that the session has, if any.

    What it has read of it stays, as when it asks itself, unless it has let go of that, or is to
    take it `anew`.
    """
    mapper = inspect(model)
    key = mapper.identity_key_from_primary_key((values["id"],))
    known = cast("Model | None", db.session.identity_map.get(key))
    if known is None:
        row = cast("Model", mapper.class_manager.new_instance())
        vars(row).update(values)
        make_transient_to_detached(row)
        db.session.add(row)
        return row
    if anew or inspect(known).expired:
        for name, value in values.items():
            set_committed_value(known, name, value)
    return known
