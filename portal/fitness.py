"""What the web server refuses to run on, each with a line that says what to do about it."""

import time

from flask import Flask, current_app
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from portal import database, key_checks, sql_files
from portal.db import db
from portal.errors import ConfigurationError, OutdatedDatabaseError, UnsafeDatabaseError
from portal.vault import vault
from sip.consent.limits import are_kept, is_longest_kept
from sip.kernel.settings import sip_settings

REVISION = text("select version_num from public.alembic_version")
BELIEVED_SECONDS = 10.0
# Row-level security decides who sees what: nobody that the portal signs in as may pass it by, nor
# make themselves one who may (before PostgreSQL 16, CREATEROLE gives any role to anybody), nor copy
# the database's files.
PAST_POLICIES = text("""
select rolname::text from pg_roles
where (rolsuper or rolbypassrls or rolcreaterole or rolreplication)
  and (rolname in ('portal_owner', 'portal_app', 'portal_worker', 'portal_authz')
       or pg_has_role(session_user, oid, 'member'))
order by 1
""")
OWNED = text("""
select count(*) from pg_class c where c.relnamespace = 'app'::regnamespace
  and pg_has_role(session_user, c.relowner, 'member')
""")
READS_ALL = text("select pg_has_role(session_user, 'portal_authz', 'member')")
MEMBERS = text("""
select m.rolname || ' of ' || r.rolname from pg_auth_members a
join pg_roles m on m.oid = a.member join pg_roles r on r.oid = a.roleid
where m.rolname in ('portal_app', 'portal_worker') order by 1
""")
# a view shows what its owner may see, and a foreign table knows no policies
OPEN_TABLES = text("""
select relname::text from pg_class where relnamespace = 'app'::regnamespace
  and (relkind in ('v', 'm', 'f')
    or relkind in ('r', 'p') and not (relrowsecurity and relforcerowsecurity)) order by 1
""")


def init_app(app: Flask) -> None:
    """Let the page for whoever watches ask."""
    app.extensions["refuse_unfit"] = Lately()


class Lately:
    """`refuse_unfit` for whoever asks often: what was well a moment ago is believed."""

    def __init__(self) -> None:
        self._was_well = -BELIEVED_SECONDS

    def __call__(self) -> None:
        """Raise what `refuse_unfit` raises."""
        if time.monotonic() - self._was_well >= BELIEVED_SECONDS:
            refuse_unfit()
            self._was_well = time.monotonic()


def refuse_unfit() -> str | None:
    """Raise unless the database is fit for this release, its settings and its keys.

    Answers what it is ahead in, when a later release has upgraded it while this one runs.
    """
    try:
        ahead = refuse_outdated()
        refuse_unsafe()
        refuse_wrong_keys()
        if ahead is None:
            refuse_other_limits()
    except ProgrammingError as refused:
        code = getattr(refused.orig, "sqlstate", None)
        raise OutdatedDatabaseError(
            f"The web server may not ask the database what it has to ({code}): rights are missing,"
            " as after a restore without the roles. Run: portal db upgrade"
        ) from refused
    finally:
        db.session.rollback()
    return ahead


def refuse_outdated() -> str | None:
    """Raise when the database is behind this release; answers what it is ahead in, if it is.

    It is ahead when it knows a migration that this release does not, or has been where this release
    would bring it.
    """
    wanted = database.newest_migration()
    found = _revision()
    if found not in (None, *database.migrations()):
        return f"is at migration {found}, which this release does not have"
    if found != wanted:
        raise OutdatedDatabaseError(
            f"The database is at migration {found or 'none'} and this release needs {wanted}."
            " Run: portal db upgrade"
        )
    if sql_files.are_applied(db.session):
        return None
    if not sql_files.were_applied(db.session):
        raise OutdatedDatabaseError(
            "The functions and access rules in the database are not those of this release."
            " Run: portal db upgrade"
        )
    return "has later functions and access rules than this release"


def refuse_other_limits() -> None:
    """Raise unless the database holds decisions without consent to what the settings say."""
    if not is_longest_kept(sip_settings().longest_consent):
        raise OutdatedDatabaseError(
            "The longest time of a consent is another in the database than in the settings of SIP."
            " Run: portal db upgrade"
        )
    if not are_kept(sip_settings().bases):
        raise OutdatedDatabaseError(
            "The legal grounds allow something else in the database than in the settings of SIP."
            " Run: portal db upgrade"
        )


def refuse_wrong_keys() -> None:
    """Raise unless every key is the one that the database was given."""
    wrong = key_checks.wrong_keys(key_checks.checks_of(current_app.extensions["settings"], vault()))
    for name, is_known in sorted(wrong.items()):
        if name == key_checks.SECRET_KEY or not is_known:
            raise ConfigurationError(
                f"{name}: the database was not given this one. If it is the right one, run:"
                " portal db upgrade"
            )
        raise ConfigurationError(
            f"{name}: not the key that this database was given. What is sealed under the right one"
            " cannot be opened with this, and nothing may be sealed under it."
        )


def refuse_unsafe() -> None:
    """Raise when a login could pass row-level security by, or a table lacks it."""
    if passing := db.session.scalars(PAST_POLICIES).all():
        raise UnsafeDatabaseError(
            f"{', '.join(passing)}: is a superuser or has BYPASSRLS, CREATEROLE or REPLICATION, so"
            " that no policy binds it, or not for long. Run as a superuser: alter role …"
            " nosuperuser nobypassrls nocreaterole noreplication"
        )
    if db.session.scalar(OWNED) or db.session.scalar(READS_ALL):
        raise UnsafeDatabaseError(
            "database.url: signs in as somebody who owns the tables or is a member of a role that"
            " does. It must be portal_app, which owns nothing and is a member of nothing."
        )
    if members := db.session.scalars(MEMBERS).all():
        raise UnsafeDatabaseError(
            f"{', '.join(members)}: is a member, and may do what that role may. Run as a superuser:"
            " revoke … from …"
        )
    if tables := db.session.scalars(OPEN_TABLES).all():
        raise UnsafeDatabaseError(
            f"Row-level security is off for {', '.join(tables)}. Run: portal db upgrade; what is no"
            " table of the portal is for whoever made it to take away"
        )


def _revision() -> str | None:
    try:
        found: str | None = db.session.scalar(REVISION)
    except ProgrammingError:
        db.session.rollback()
        return None
    return found
