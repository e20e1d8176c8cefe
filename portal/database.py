"""Bringing the database up to date, and refusing to run on one that is not."""

from typing import TYPE_CHECKING

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import ProgrammingError

from portal.config import Settings
from portal.db import db
from portal.errors import OutdatedDatabaseError
from portal.identity.models import SignInKey
from portal.identity.session import sign_in_key
from portal.resources import folder
from sip.consent.limits import are_kept, keep_limits
from sip.kernel.settings import configured, sip_settings

if TYPE_CHECKING:
    from alembic.config import Config


def upgrade(settings: Settings, revision: str = "head") -> None:
    """Run the migrations as portal_owner, and give the database what it holds the portal to.

    That is the key that proves sign-ins, and the longest durations of the legal grounds.
    """
    from alembic import command

    bases = configured(settings.sip_settings).bases
    command.upgrade(_alembic(settings), revision)
    if revision == "head":
        engine = create_engine(settings.database.owner_url, hide_parameters=True)
        with engine.begin() as connection:
            _store_key(connection, settings)
            keep_limits(connection, bases)
        engine.dispose()


def downgrade(settings: Settings, revision: str) -> None:
    """Take migrations back, for instance to "-1"."""
    from alembic import command

    command.downgrade(_alembic(settings), revision)


def check(settings: Settings) -> None:
    """Raise when the models and the migrations do not say the same."""
    from alembic import command

    command.check(_alembic(settings))


def _store_key(connection: Connection, settings: Settings) -> None:
    statement = insert(SignInKey).values(id=True, key=sign_in_key(settings.secret_key))
    # in one statement, since another process may be doing the same
    new = {SignInKey.key: statement.excluded.key}
    connection.execute(statement.on_conflict_do_update(index_elements=[SignInKey.id], set_=new))


def newest_migration() -> str:
    """The number that the name of the last migration begins with, which is its revision.

    Read from the names: a web worker asks nothing else of Alembic, which is ten megabytes.
    """
    names = sorted(path.name for path in (folder("migrations") / "versions").glob("[0-9]*_*.py"))
    return names[-1].partition("_")[0]


def refuse_outdated() -> None:
    """Raise unless every migration has been run, naming the command that runs them."""
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


def _alembic(settings: Settings) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(folder("migrations")))
    # Alembic reads % as the beginning of an interpolation
    config.set_main_option("sqlalchemy.url", settings.database.owner_url.replace("%", "%%"))
    return config
