"""`portal check`: whether everything is as it must be, a line for each thing."""

import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from smtplib import SMTPException

from flask import Flask
from sqlalchemy import Connection, Engine, column, create_engine, func, select, table
from sqlalchemy.exc import DBAPIError, ProgrammingError

from portal import clock, database, fitness, sql_files
from portal.config import DatabaseSettings, IssuerSettings, Settings
from portal.db import db, time_limits
from portal.documents.glyphs import east_asian
from portal.errors import PortalError
from portal.identity.oidc import ProviderUnreachableError, SignInRefusedError
from portal.identity.oidc.keys import PublishedCache
from portal.identity.oidc.transport import connect
from portal.jobs import DONE, Run, last_runs, noted
from portal.outbox import keeping
from portal.outbox.delivery import Smtp, reason
from portal.vault import Vault, vault
from sip.archive.key_rotation import KEYS

LEAST_POSTGRES = 150000
# seconds
MINUTE, HOUR = 60, 3600
CLOCKS_MAY_DIFFER, CLOCKS_DIFFER_TOO_MUCH = 10, 60
MAIL_WAITS_LONG = HOUR
# a connection's own settings, whatever gave them
IN_FORCE = table("pg_settings", column("name"), column("setting"))
# how often each is to be run, and after how long somebody should look
JOBS = {
    "worker": 10 * MINUTE,
    "remind": 3 * HOUR,
    "retention": 36 * HOUR,
    "audit verify": 36 * HOUR,
}


class Verdict(StrEnum):
    """What became of a check."""

    OK = "ok"
    WARN = "warn"
    FAIL = "FAIL"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, and what was found."""

    verdict: Verdict
    what: str
    found: str


Checks = Iterator[Finding]


def examine(app: Flask, settings: Settings, config: Path) -> Checks:
    """Look at everything; what cannot be looked at is a line too."""
    yield from _files(settings, config)
    owner = create_engine(settings.database.owner_url, hide_parameters=True)
    worker = create_engine(settings.database.worker_url, hide_parameters=True)
    try:
        with app.app_context():
            yield from _database(owner, worker, settings.database)
            for issuer in settings.issuers:
                yield from _provider(issuer)
            yield from _mail(settings)
            db.session.close()
            db.engine.dispose()
    finally:
        owner.dispose()
        worker.dispose()


# -- what stands in files -------------------------------------------------------------------------


def _files(settings: Settings, config: Path) -> Checks:
    yield Finding(Verdict.OK, "configuration", str(config))
    yield _letters()
    sources = [*settings.keys.master.values(), settings.keys.index]
    keys = [Path(source.removeprefix("file:")) for source in sources if source.startswith("file:")]
    private = [one.private_key_file for one in settings.issuers if one.private_key_file]
    for file in (config, *keys, *private):
        yield from _file_mode(file)


def _letters() -> Finding:
    if font := east_asian():
        return Finding(Verdict.OK, "letters of PDFs", f"all; those of East Asia from {font}")
    told = "no Chinese, Japanese or Korean ones: they stand as numbers. apt install fonts-noto-cjk"
    return Finding(Verdict.WARN, "letters of PDFs", told)


def _file_mode(file: Path) -> Checks:
    try:
        mode = stat.S_IMODE(file.stat().st_mode)
    except OSError as missing:
        yield Finding(Verdict.FAIL, str(file), missing.strerror or "cannot be read")
        return
    if mode & 0o007:
        told = f"mode {mode:04o}: others on this machine may read it. chmod 600"
        yield Finding(Verdict.WARN, str(file), told)
    elif not os.access(file, os.R_OK):
        yield Finding(Verdict.FAIL, str(file), "cannot be read by this account")


# -- the database ---------------------------------------------------------------------------------


def _database(owner: Engine, worker: Engine, settings: DatabaseSettings) -> Checks:
    logins = {"database.url": db.engine, "database.owner_url": owner, "database.worker_url": worker}
    reached = True
    for name, engine in logins.items():
        for finding in _login(name, engine):
            reached = reached and finding.verdict is not Verdict.FAIL
            yield finding
    if not reached:
        return
    yield from _fitness()
    yield from _time_limits(settings)
    with owner.connect() as connection:
        yield from _clocks(connection)
        if database.revision(connection) == database.newest_migration():
            yield from _drift(connection)
            yield from _keys_in_use(connection, vault())
            yield from _jobs(connection)
            yield from _outbox(connection)
    yield from _models(owner)
    yield from _writing(owner)


def _login(name: str, engine: Engine) -> Checks:
    try:
        with engine.connect() as connection:
            user, version = connection.execute(
                select(func.current_user(), func.current_setting("server_version_num"))
            ).one()
    except DBAPIError as refused:
        first, *_rest = str(refused.orig).splitlines() or [type(refused.orig).__name__]
        yield Finding(Verdict.FAIL, name, first)
        return
    if int(version) < LEAST_POSTGRES:
        yield Finding(Verdict.FAIL, name, f"PostgreSQL {int(version) // 10000}: 15 is the oldest")
    else:
        yield Finding(Verdict.OK, name, f"signs in as {user}, PostgreSQL {int(version) // 10000}")


def _fitness() -> Checks:
    """What the web server refuses to start on, one by one."""
    refusals: tuple[tuple[str, str, Callable[[], object]], ...] = (
        ("migrations", "those of this release", fitness.refuse_outdated),
        ("row-level security", "on and forced; no login passes it by", fitness.refuse_unsafe),
        ("keys", "those that the database was given", fitness.refuse_wrong_keys),
        (
            "legal grounds",
            "as long in the database as in the settings",
            fitness.refuse_other_limits,
        ),
    )
    for what, well, refuse in refusals:
        try:
            ahead = refuse()
        except PortalError as refusal:
            yield Finding(Verdict.FAIL, what, str(refusal))
        except ProgrammingError:
            yield Finding(Verdict.FAIL, what, "cannot be asked for. Run: portal db upgrade")
        else:
            if ahead is None:
                yield Finding(Verdict.OK, what, well)
            else:
                yield Finding(Verdict.WARN, what, f"the database {ahead}")
        db.session.rollback()


def _time_limits(settings: DatabaseSettings) -> Checks:
    """Whether what the web server asks for at the start of a connection has reached the server."""
    wanted = time_limits(settings)
    with db.engine.connect() as connection:
        asked = connection.execute(select(IN_FORCE).where(IN_FORCE.c.name.in_(wanted)))
        found = {name: int(milliseconds) // 1000 for name, milliseconds in asked}
    others = [
        f"{name} is {f'{found[name]} s' if found[name] else 'off'}, not {seconds} s"
        for name, seconds in wanted.items()
        if found[name] != seconds
    ]
    if others:
        told = "; ".join(others) + ". A pooler that drops options? Set them on the role"
        unlimited = any(wanted[name] and not found[name] for name in wanted)
        yield Finding(Verdict.FAIL if unlimited else Verdict.WARN, "time limits", told)
    else:
        yield Finding(Verdict.OK, "time limits", "in force for the web server's statements")


def _clocks(connection: Connection) -> Checks:
    theirs = connection.execute(select(func.clock_timestamp())).scalar_one()
    apart = abs((clock.now() - theirs).total_seconds())
    told = f"this machine and the database differ by {apart:.0f} s"
    if apart >= CLOCKS_DIFFER_TOO_MUCH:
        yield Finding(Verdict.FAIL, "clocks", f"{told}: sign-ins are refused. Look at both")
    else:
        verdict = Verdict.OK if apart < CLOCKS_MAY_DIFFER else Verdict.WARN
        yield Finding(verdict, "clocks", told)


def _drift(connection: Connection) -> Checks:
    if found := sorted(sql_files.drift(connection)):
        told = "changed beside the portal: " + ", ".join(found) + ". Run: portal db upgrade"
        yield Finding(Verdict.FAIL, "functions and access", told)
    elif others := sorted(sql_files.beside(connection)):
        told = "none of the portal's: " + ", ".join(f"app.{name}" for name in others)
        yield Finding(
            Verdict.FAIL, "functions and access", f"{told}. Whoever made it is to take it away"
        )
    else:
        yield Finding(Verdict.OK, "functions and access", "as the last upgrade left them")


def _models(owner: Engine) -> Checks:
    differences = database.differences(owner)
    if differences:
        told = "others than this release's: " + "; ".join(differences)
        yield Finding(Verdict.FAIL, "tables and indexes", told)
    else:
        yield Finding(Verdict.OK, "tables and indexes", "those of this release")


def _keys_in_use(connection: Connection, keys: Vault) -> Checks:
    for kind in KEYS:
        kept = kind.wrapped.is_not(None)
        found = connection.scalars(select(kind.master_version).distinct().where(kept))
        for version in sorted(one for one in found if one is not None):
            one = select(kind.wrapped).where(kept, kind.master_version == version).limit(1)
            name, table = f"keys.master.{version}", kind.__tablename__
            try:
                keys.open_key(connection.scalar(one) or b"", version)
            except PortalError as refusal:
                yield Finding(Verdict.FAIL, name, f"{refusal} ({table})")
            else:
                yield Finding(Verdict.OK, name, f"opens what it wrapped in {table}")


def _writing(owner: Engine) -> Checks:
    try:
        with noted(owner, "check"):
            pass
    except DBAPIError as refused:
        code = getattr(refused.orig, "sqlstate", None)
        yield Finding(Verdict.FAIL, "writing", f"the database takes none: {code}")
    else:
        yield Finding(Verdict.OK, "writing", "the database takes it")


# -- what runs beside the web server --------------------------------------------------------------


def _jobs(connection: Connection) -> Checks:
    runs = last_runs(connection)
    for name, most in JOBS.items():
        yield _job(f"portal {name}", runs.get(name), most)


def _job(name: str, run: Run | None, most: int) -> Finding:
    if run is None or run.done is None:
        return Finding(Verdict.WARN, name, "has never been run to its end")
    if run.outcome not in (None, DONE):
        told = f"failed {_ago(run.began)} ago ({run.outcome}); last done {_ago(run.done)} ago"
        return Finding(Verdict.FAIL, name, told)
    if run.done > most:
        return Finding(Verdict.WARN, name, f"last done {_ago(run.done)} ago")
    return Finding(Verdict.OK, name, f"done {_ago(run.done)} ago")


def _outbox(connection: Connection) -> Checks:
    queue = keeping.look(connection)
    told = f"{queue.waiting} wait, the longest for {_ago(queue.longest)}"
    late = queue.longest > MAIL_WAITS_LONG
    yield Finding(Verdict.WARN if late else Verdict.OK, "mail that waits", told)
    if queue.given_up:
        told = f"{queue.given_up}: portal outbox list --given-up"
        yield Finding(Verdict.WARN, "mail that was given up", told)


def _mail(settings: Settings) -> Checks:
    mail = settings.mail
    if mail.folder is not None:
        yield Finding(Verdict.WARN, "mail", f"is written to {mail.folder} and not sent")
        return
    where = f"{mail.smtp_host}:{mail.smtp_port}"
    conversation = Smtp(mail)
    try:
        conversation.open()
    except (OSError, SMTPException) as error:
        yield Finding(Verdict.FAIL, "mail", f"{where}: {_words(error)}")
    else:
        how = "encrypted" if mail.starttls else "not encrypted"
        yield Finding(Verdict.OK, "mail", f"{where} answers, {how}")
    finally:
        conversation.close()


def _provider(issuer: IssuerSettings) -> Checks:
    what = f"provider {issuer.key}"
    try:
        with connect(issuer):  # reads the private key
            published = PublishedCache(issuer, time.monotonic).current()
    except ProviderUnreachableError as error:
        yield Finding(Verdict.FAIL, what, str(error))
    except SignInRefusedError as refusal:
        yield Finding(Verdict.FAIL, what, f"its discovery document is refused: {refusal}")
    except PortalError as refusal:
        yield Finding(Verdict.FAIL, what, str(refusal))
    else:
        keys = len(published.jwks["keys"])
        verdict = Verdict.OK if keys else Verdict.FAIL
        yield Finding(verdict, what, f"{issuer.issuer} answers, with {keys} keys")


def _words(error: Exception) -> str:
    return str(error) if isinstance(error, OSError) and error.args else reason(error)


def _ago(seconds: float) -> str:
    for unit, length in (("days", 24 * HOUR), ("h", HOUR), ("min", MINUTE)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{max(seconds, 0):.0f} s"


def worst(findings: Iterable[Finding]) -> Verdict:
    """The gravest of them."""
    order = list(Verdict)
    return max((one.verdict for one in findings), key=order.index, default=Verdict.OK)
