"""Bringing the database up to date, and back."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import StringIO
from typing import TYPE_CHECKING, Any

from psycopg.errors import DeadlockDetected, LockNotAvailable
from sqlalchemy import (
    Connection,
    Engine,
    TableClause,
    create_engine,
    func,
    inspect,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import OperationalError

from agreements.kept_checks import keep_checks
from portal import key_checks, sql_files
from portal.config import Settings
from portal.db import Base
from portal.errors import (
    BusyDatabaseError,
    ConfigurationError,
    DataLossError,
    OutdatedDatabaseError,
)
from portal.identity.models import SignInKey
from portal.identity.session import sign_in_key
from portal.resources import folder
from portal.vault import Vault
from sip.archive.key_rotation import KEYS
from sip.consent.limits import keep_limits, keep_longest_consent
from sip.kernel.settings import configured

if TYPE_CHECKING:
    from alembic.config import Config


# Any number will do, as long as every portal process uses the same.
UPGRADE_LOCK = 7_302_016
# Whoever waits for a table keeps everybody else from it, so it does not wait long.
LOCK_TIMEOUT = "5s"
SCHEMA = Base.metadata.schema
# what an upgrade writes anew, or a job
WRITTEN_BY_US = {"sign_in_key", "basis_limit", "consent_limit", "key_check", "job_run"}


def upgrade(settings: Settings) -> None:
    """Run the migrations and the SQL files, and store what the database holds the portal to.

    That is the key that proves sign-ins, what the legal grounds allow, what the texts of agreements
    in work lack, and what tells the keys in use from others. All of it is one transaction. Raises
    OutdatedDatabaseError when the database is at a migration that this release does not have,
    BusyDatabaseError when somebody holds a table for too long, and ConfigurationError for another
    key than the database was given.
    """
    from alembic import command

    sip = configured(settings.sip_settings)
    keys = Vault.of(settings.keys)
    with _alone(settings) as connection:
        found = revision(connection)
        # the numbers began anew when the first schema was written as one; before, no files were
        is_older_line = found is not None and not sql_files.is_kept(connection)
        if is_older_line or found not in (None, *migrations()):
            raise OutdatedDatabaseError(
                f"The database is at migration {found}, which this release does not have."
                " Use the release that brought it there, or begin with an empty database."
            )
        if found != newest_migration():
            # a column that a policy asks can neither be changed nor dropped
            sql_files.take_all_away(connection)
            command.upgrade(_alembic(connection), "head")
        # the web server refuses to start on a database that is behind: it has to see that
        connection.execute(text("grant select on public.alembic_version to portal_app"))
        sql_files.apply_files(connection)
        _store_key(connection, settings)
        keep_limits(connection, sip.bases)
        keep_longest_consent(connection, sip.longest_consent)
        keep_checks(connection)
        _keep_keys(connection, settings, keys)


def downgrade(settings: Settings, revision: str, *, lose: int = 0) -> None:
    """Take migrations back, for instance to "-1", and close the database to everybody.

    What the SQL files made is taken away whole: the older release's upgrade puts its own in place.
    Raises DataLossError when rows or values would go with the newer tables and columns, unless
    `lose` is just how many.
    """
    with _alone(settings) as connection:
        losses = _losses(connection, revision)
        if sum(losses.values()) != lose:
            raise DataLossError(losses)
        _take_back(connection, revision)


def _take_back(connection: Connection, revision: str) -> None:
    from alembic import command
    from alembic.util import CommandError

    sql_files.take_all_away(connection)
    try:
        command.downgrade(_alembic(connection), revision)
    except CommandError as unknown:
        raise OutdatedDatabaseError(f"{unknown}. Nothing was changed.") from unknown


def _losses(connection: Connection, revision: str) -> Mapping[str, int]:
    """How much would go, and from where: tried, and taken back."""
    before, rows = _columns(connection), _rows(connection)
    attempt = connection.begin_nested()
    _take_back(connection, revision)
    after, left = _columns(connection), _rows(connection)
    attempt.rollback()
    losses = {f"rows of {name}": count - left.get(name, 0) for name, count in rows.items()}
    for name, column in sorted(before - after):
        if name in left:  # else its rows went
            values = select(func.count(literal_column(f'"{column}"'))).select_from(_table(name))
            losses[f"values of {name}.{column}"] = connection.scalar(values) or 0
    return {what: count for what, count in losses.items() if count > 0}


def _columns(connection: Connection) -> set[tuple[str, str]]:
    found = inspect(connection).get_multi_columns(schema=SCHEMA)
    return {(name, column["name"]) for (_, name), columns in found.items() for column in columns}


def _rows(connection: Connection) -> Mapping[str, int]:
    tables = set(inspect(connection).get_table_names(schema=SCHEMA)) - WRITTEN_BY_US
    counts = {name: select(func.count()).select_from(_table(name)) for name in tables}
    return {name: connection.scalar(count) or 0 for name, count in counts.items()}


def _table(name: str) -> TableClause:
    return table(name, schema=SCHEMA)


def check(settings: Settings) -> None:
    """Raise when the models and the migrations do not say the same."""
    engine = create_engine(settings.database.owner_url, hide_parameters=True)
    try:
        if found := differences(engine):
            raise OutdatedDatabaseError("; ".join(found))
    finally:
        engine.dispose()


def differences(owner: Engine) -> list[str]:
    """Where the tables, columns and indexes are others than the models of this release say."""
    from alembic import command
    from alembic.util import AutogenerateDiffsDetected

    try:
        with owner.begin() as connection:
            command.check(_alembic(connection))
    except AutogenerateDiffsDetected as found:
        return [_said(one) for one in found.diffs]
    return []


def _said(difference: Any) -> str:  # noqa: ANN401 (Alembic's own lists and tuples)
    if isinstance(difference, list):
        return "; ".join(_said(one) for one in difference)
    kind, *about = difference
    names = [str(getattr(one, "name", one)) for one in about if one is not None]
    return " ".join([kind.replace("_", " "), *names])


@contextmanager
def _alone(settings: Settings) -> Iterator[Connection]:
    """A transaction of portal_owner's, while no other process changes the structure."""
    engine = create_engine(settings.database.owner_url, hide_parameters=True)
    try:
        with engine.begin() as connection:
            connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})
            connection.execute(text(f"set local lock_timeout = '{LOCK_TIMEOUT}'"))
            yield connection
    except OperationalError as error:
        if isinstance(error.orig, LockNotAvailable | DeadlockDetected):
            raise BusyDatabaseError(
                "Somebody holds a table of the database that the upgrade needs."
                " Nothing was changed; try again."
            ) from error
        raise
    finally:
        engine.dispose()


def revision(connection: Connection) -> str | None:
    if connection.scalar(text("select to_regclass('public.alembic_version')")) is None:
        return None
    found: str | None = connection.scalar(text("select version_num from public.alembic_version"))
    return found


def _store_key(connection: Connection, settings: Settings) -> None:
    statement = insert(SignInKey).values(id=True, key=sign_in_key(settings.secret_key))
    # in one statement, since another process may be doing the same
    new = {SignInKey.key: statement.excluded.key}
    connection.execute(statement.on_conflict_do_update(index_elements=[SignInKey.id], set_=new))


def _keep_keys(connection: Connection, settings: Settings, keys: Vault) -> None:
    """Note the keys that are new to the database; another under a known name is a mistake."""
    checks, known = keys.checks(), key_checks.kept(connection)
    for name in sorted(checks):
        if known.get(name, checks[name]) != checks[name]:
            raise ConfigurationError(
                f"{name}: not the key that this database was given. Nothing was changed."
            )
    for version in keys.versions:
        if f"keys.master.{version}" not in known:
            _refuse_wrong_master(connection, keys, version)
    key_checks.keep(connection, key_checks.checks_of(settings, keys))


def _refuse_wrong_master(connection: Connection, keys: Vault, version: int) -> None:
    """Try it on a data key that a master key of that version has wrapped, if there is one."""
    for kind in KEYS:
        wrapped = connection.scalar(
            select(kind.wrapped)
            .where(kind.master_version == version, kind.wrapped.is_not(None))
            .limit(1)
        )
        if wrapped is not None:
            keys.open_key(wrapped, version)


def newest_migration() -> str:
    """The number that the name of the last migration begins with, which is its revision."""
    return migrations()[-1]


def migrations() -> list[str]:
    """The revisions in order.

    Read from the names: a web worker asks nothing else of Alembic, which is ten megabytes.
    """
    names = sorted(path.name for path in (folder("migrations") / "versions").glob("[0-9]*_*.py"))
    return [name.partition("_")[0] for name in names]


def _alembic(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config(stdout=StringIO())  # what is found is said by whoever asks
    config.set_main_option("script_location", str(folder("migrations")))
    config.attributes["connection"] = connection
    return config
