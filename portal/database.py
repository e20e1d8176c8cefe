"""Bringing the database up to date, and refusing to run on one that is not."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from psycopg.errors import DeadlockDetected, LockNotAvailable
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import OperationalError, ProgrammingError

from portal import sql_files
from portal.config import Settings
from portal.db import db
from portal.errors import BusyDatabaseError, OutdatedDatabaseError
from portal.identity.models import SignInKey
from portal.identity.session import sign_in_key
from portal.resources import folder
from sip.consent.limits import are_kept, keep_limits
from sip.kernel.settings import configured, sip_settings

if TYPE_CHECKING:
    from alembic.config import Config


# Any number will do, as long as every portal process uses the same.
UPGRADE_LOCK = 7_302_016
# Whoever waits for a table keeps everybody else from it, so it does not wait long.
LOCK_TIMEOUT = "5s"


def upgrade(settings: Settings) -> None:
    """Run the migrations and the SQL files, and store what the database holds the portal to.

    That is the key that proves sign-ins, and the longest durations of the legal grounds. All of it
    is one transaction. Raises OutdatedDatabaseError when the database is at a migration that this
    release does not have, and BusyDatabaseError when somebody holds a table for too long.
    """
    from alembic import command

    bases = configured(settings.sip_settings).bases
    with _alone(settings) as connection:
        found = _revision(connection)
        # the numbers began anew when the first schema was written as one; before, no files were
        is_older_line = found is not None and not sql_files.is_kept(connection)
        if is_older_line or found not in (None, *_migrations()):
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
        keep_limits(connection, bases)


def downgrade(settings: Settings, revision: str) -> None:
    """Take migrations back, for instance to "-1", and close the database to everybody.

    What the SQL files made is taken away whole: the older release's upgrade puts its own in place.
    """
    from alembic import command

    with _alone(settings) as connection:
        sql_files.take_all_away(connection)
        command.downgrade(_alembic(connection), revision)


def check(settings: Settings) -> None:
    """Raise when the models and the migrations do not say the same."""
    from alembic import command

    with _alone(settings) as connection:
        command.check(_alembic(connection))


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


def _revision(connection: Connection) -> str | None:
    if connection.scalar(text("select to_regclass('public.alembic_version')")) is None:
        return None
    found: str | None = connection.scalar(text("select version_num from public.alembic_version"))
    return found


def _store_key(connection: Connection, settings: Settings) -> None:
    statement = insert(SignInKey).values(id=True, key=sign_in_key(settings.secret_key))
    # in one statement, since another process may be doing the same
    new = {SignInKey.key: statement.excluded.key}
    connection.execute(statement.on_conflict_do_update(index_elements=[SignInKey.id], set_=new))


def newest_migration() -> str:
    """The number that the name of the last migration begins with, which is its revision."""
    return _migrations()[-1]


def _migrations() -> list[str]:
    """The revisions in order.

    Read from the names: a web worker asks nothing else of Alembic, which is ten megabytes.
    """
    names = sorted(path.name for path in (folder("migrations") / "versions").glob("[0-9]*_*.py"))
    return [name.partition("_")[0] for name in names]


def refuse_outdated() -> None:
    """Raise unless migrations and SQL files are in the database, naming what puts them there."""
    wanted = newest_migration()
    try:
        found = db.session.scalar(text("select version_num from public.alembic_version"))
    except ProgrammingError:
        found = None
    finally:
        db.session.rollback()
    if found != wanted:
        raise OutdatedDatabaseError(
            f"The database is at migration {found or 'none'} and this release needs {wanted}."
            " Run: portal db upgrade"
        )
    try:
        are_applied = sql_files.are_applied(db.session)
    finally:
        db.session.rollback()
    if not are_applied:
        raise OutdatedDatabaseError(
            "The functions and access rules in the database are not those of this release."
            " Run: portal db upgrade"
        )


def refuse_other_limits() -> None:
    """Raise unless the database caps decisions without consent as the settings do."""
    try:
        are_same = are_kept(sip_settings().bases)
    finally:
        db.session.rollback()
    if not are_same:
        raise OutdatedDatabaseError(
            "The longest durations of the legal grounds are others in the database than in the"
            " settings of SIP. Run: portal db upgrade"
        )


def _alembic(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(folder("migrations")))
    config.attributes["connection"] = connection
    return config
