"""Which keys the database was given: a wrong one is noticed before anything is sealed under it.

A check is an HMAC of a constant under a key: it tells whether a key is the one, and nothing of it.
"""

import hmac
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, LargeBinary, Text, cast, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Mapped, mapped_column

from portal.config import Settings
from portal.db import Base, db
from portal.vault import CHECKED, Vault

SECRET_KEY = "secret_key"  # noqa: S105 (the name of a setting)


class KeyCheck(Base):
    """What a key in use makes of a constant, by the name that the settings give the key."""

    __tablename__ = "key_check"

    id: Mapped[str] = mapped_column(  # type: ignore[assignment]  # no UUID: the name is the key
        "name", primary_key=True
    )
    value: Mapped[bytes] = mapped_column(LargeBinary)


def checks_of(settings: Settings, vault: Vault) -> Mapping[str, bytes]:
    """The checks of every key that the settings name."""
    secret = hmac.digest(settings.secret_key.encode("utf-8"), CHECKED, "sha256")
    return {SECRET_KEY: secret, **vault.checks()}


def kept(connection: Connection) -> Mapping[str, bytes]:
    """The checks in the database; `connection` is the owner's."""
    rows = connection.execute(select(KeyCheck.id, KeyCheck.value))
    return {name: bytes(value) for name, value in rows}


def keep(connection: Connection, checks: Mapping[str, bytes]) -> None:
    """Write these; `connection` is the owner's. In one order: another process may do the same."""
    statement = insert(KeyCheck)
    statement = statement.on_conflict_do_update(
        index_elements=[KeyCheck.id], set_={KeyCheck.value: statement.excluded.value}
    )
    rows: list[dict[str, Any]] = [{"name": name, "value": checks[name]} for name in sorted(checks)]
    connection.execute(statement, rows)


def wrong_keys(checks: Mapping[str, bytes]) -> Mapping[str, bool]:
    """The keys that the database was not given; whether it was given another of that name."""
    found = func.app.wrong_keys(
        cast(literal(list(checks), ARRAY(Text)), ARRAY(Text)),
        cast(literal(list(checks.values()), ARRAY(LargeBinary)), ARRAY(LargeBinary)),
    ).table_valued("name", "is_known")
    return {row.name: row.is_known for row in db.session.execute(select(found))}
