"""`portal …`: what an operator does from the command line."""

import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from smtplib import SMTPException
from typing import BinaryIO
from uuid import UUID

import click
from flask import Flask
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import OperationalError

from portal import clock, database, fitness, log
from portal.app import config_path, create_app
from portal.audit.verify import verify as verify_audit
from portal.authz import Role
from portal.config import Settings
from portal.db import db
from portal.errors import PortalError
from portal.jobs import noted
from portal.transaction import transaction
from portal.vault import new_secret, vault

BATCH = 500
"""How many plans or keys one transaction changes."""


@click.group()
@click.version_option(package_name="samsyn", prog_name="Samsyn")
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    default=config_path,
    help="config.toml; otherwise PORTAL_CONFIG or ./config.toml",
)
@click.pass_context
def portal(context: click.Context, config: Path) -> None:
    """Samsyn: local agreements and coordinated individual plans."""
    context.obj = config


def main() -> None:
    """Run the command; an expected failure is one line and status 1."""
    log.configure()
    try:
        portal(standalone_mode=False)
    except PortalError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except OperationalError as error:  # it is not there, or would not let us in
        first, *_rest = str(error.orig).splitlines()
        click.echo(f"The database does not answer. {first}", err=True)
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)


@contextmanager
def _as_owner(config: Path) -> Iterator[None]:
    """In the application, but signed in to the database as its owner, who sees every row."""
    settings = Settings.read(config)
    # what a command does takes as long as it takes
    owner = replace(
        settings.database,
        url=settings.database.owner_url,
        statement_seconds=0,
        lock_seconds=0,
        idle_in_transaction_seconds=0,
    )
    with create_app(replace(settings, database=owner)).app_context():
        try:
            fitness.refuse_outdated()
            db.session.rollback()
            yield
        finally:
            db.session.close()
            db.engine.dispose()


@portal.command()
@click.option("--start", is_flag=True, help="only what the web server refuses to start on")
@click.pass_obj
def check(config: Path, *, start: bool) -> None:
    """Say whether everything is as it must be; ends with status 1 when something is not.

    `warn` is for somebody to look at, and leaves the status 0.
    """
    from portal.checkup import Verdict, examine

    settings = Settings.read(config)
    app = create_app(settings)
    if start:
        _check_start(app)
        return
    failures = 0
    for finding in examine(app, settings, config):
        click.echo(f"{finding.verdict:<5}{finding.what}: {finding.found}")
        failures += finding.verdict is Verdict.FAIL
    if failures:
        sys.exit(1)


def _check_start(app: Flask) -> None:
    with app.app_context():
        try:
            fitness.refuse_unfit()
        except OperationalError:
            click.echo("The database does not answer: the web server waits for it.", err=True)
        finally:
            db.session.close()
            db.engine.dispose()


@portal.group("outbox")
def outbox_group() -> None:
    """Mail that waits, or was given up."""


@outbox_group.command("list")
@click.option("--given-up", is_flag=True, help="what was given up, instead of what waits")
@click.pass_obj
def outbox_list(config: Path, *, given_up: bool) -> None:
    """Say what has not been sent, and why. Whom it is for is not said."""
    from portal.outbox import keeping

    with _as_worker(config) as engine, engine.begin() as connection:
        found = keeping.list_unsent(connection, given_up=given_up)
    for mail in found:
        at = mail.dead_at or mail.not_before
        when = f"{'given up' if mail.dead_at else 'next try'} {at:%Y-%m-%d %H:%M} UTC"
        why = f", {mail.last_error}" if mail.last_error else ""
        click.echo(f"{mail.id} {mail.kind}: {mail.attempts} attempts, {when}{why}")
    click.echo(f"{len(found)} mails.")


@outbox_group.command("retry")
@click.argument("ids", type=click.UUID, nargs=-1)
@click.option("--given-up", is_flag=True, help="everything that was given up")
@click.pass_obj
def outbox_retry(config: Path, ids: tuple[UUID, ...], *, given_up: bool) -> None:
    """Let mails be tried again, from now and from the beginning."""
    from portal.outbox import keeping

    if bool(ids) is given_up:
        raise click.UsageError("name the mails, or --given-up for all that were given up")
    with _as_worker(config) as engine, engine.begin() as connection:
        count = keeping.send_again(connection, ids or None)
    click.echo(f"{count} mails will be tried again.")


@portal.group("mail")
def mail_group() -> None:
    """The mail server."""


@mail_group.command("test")
@click.argument("address")
@click.pass_obj
def mail_test(config: Path, address: str) -> None:
    """Hand a mail to ADDRESS to the mail server, and say what it answers."""
    from portal.outbox import keeping

    settings = Settings.read(config)
    try:
        keeping.send_test(settings.mail, address)
    except (OSError, SMTPException, ValueError) as error:
        click.echo(f"It was not taken. {type(error).__name__}: {error}", err=True)
        sys.exit(1)
    click.echo("The mail server has taken it. Whether it arrives shows in the mailbox.")


@contextmanager
def _as_worker(config: Path) -> Iterator[Engine]:
    """Signed in to the database as the worker, who sees the outbox and no plan."""
    engine = create_engine(Settings.read(config).database.worker_url, hide_parameters=True)
    try:
        yield engine
    finally:
        engine.dispose()


@portal.group("db")
def db_group() -> None:
    """The database's structure."""


@db_group.command("upgrade")
@click.pass_obj
def db_upgrade(config: Path) -> None:
    """Run every migration that has not been run."""
    database.upgrade(Settings.read(config))
    click.echo("The database is up to date.")


@db_group.command("downgrade")
@click.argument("revision")
@click.option("--and-lose", type=int, default=0, help="how many rows and values may be deleted")
@click.pass_obj
def db_downgrade(config: Path, revision: str, and_lose: int) -> None:
    """Take migrations back, to a revision such as 0002 or -1.

    Says what would be deleted, and does nothing unless --and-lose names just that number.
    """
    database.downgrade(Settings.read(config), revision, lose=and_lose)
    click.echo("Done. The database is closed until the older release has upgraded it.")


@portal.command("import-county")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.pass_obj
def import_county(config: Path, file: Path) -> None:
    """Enter a county with its organisations and units from a TOML file."""
    from portal.county_import import import_county as run

    with _as_owner(config), transaction():
        imported = run(file)
        name = imported.county.name
    if imported.is_new:
        click.echo(f"{name} is entered.")
        return
    for line in imported.changes:
        click.echo(line)
    click.echo(f"{name} was there already: {len(imported.changes)} changes made.")


@portal.command("publish-template")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--county", required=True, help="the county's key, such as vasterbotten")
@click.pass_obj
def publish_template(config: Path, file: Path, county: str) -> None:
    """Publish an edition of a county's template from a TOML file."""
    from agreements.templates import service as templates
    from portal.county_import import get_county

    with _as_owner(config), transaction():
        published = templates.publish(get_county(county), file, now=clock.now())
        name = published.version.name
    was_there = "had been published before; nothing was changed."
    click.echo(f"{name} {'is published.' if published.is_new else was_there}")


@portal.command()
@click.option("--organisation", required=True, help="the organisation's full name")
@click.option("--role", type=click.Choice([r.value for r in Role]), default="administrator")
@click.option("--name", required=True, help="who is invited")
@click.option("--issuer", required=True, help="the key of the provider they sign in with")
@click.option("--email")
@click.option("--days", type=click.IntRange(1, 90), default=14, help="how long the code holds")
@click.pass_obj
def invite(
    config: Path,
    organisation: str,
    role: str,
    name: str,
    issuer: str,
    email: str | None,
    days: int,
) -> None:
    """Invite somebody, such as an organisation's first administrator, and print the code."""
    from portal.county_import import invite as run
    from portal.county_import import organisation_number

    settings = Settings.read(config)
    provider = settings.issuer(issuer)
    if provider is None:
        raise click.BadParameter("no such issuer in the configuration", param_hint="--issuer")
    with _as_owner(config), transaction():
        fitness.refuse_wrong_keys()
        is_spoken_for = provider.speaks_for(organisation_number(organisation))
        code = run(
            organisation=organisation,
            role=Role(role),
            name=name,
            email=email,
            issuer_key=issuer,
            now=clock.now(),
            lasts=timedelta(days=days),
            secret_key=settings.secret_key,
        )
    click.echo(f"Code: {code}\nTo be entered at: {settings.base_url}/invitation")
    if not is_spoken_for:
        click.echo(
            f"Warning: {issuer} does not speak for {organisation}: that number is not among its"
            " organisation_numbers. The code is refused until it is.",
            err=True,
        )


@portal.group("account")
def account_group() -> None:
    """Somebody's account, in the whole installation."""


@account_group.command("disable")
@click.argument("account")
@click.pass_obj
def account_disable(config: Path, account: str) -> None:
    """End all sessions of ACCOUNT (an e-mail address or id) and let it open none."""
    from portal.identity.disabling import disable, find_account

    with _as_owner(config), transaction():
        found = find_account(account)
        organisations = [one.name for one in disable(found, now=clock.now())]
        name = found.name
    click.echo(f"{name} can no longer sign in, and every session has ended.")
    for organisation in organisations:
        click.echo(
            f"Its roles in {organisation} stay until an administrator there hands them over."
        )


@account_group.command("enable")
@click.argument("account")
@click.pass_obj
def account_enable(config: Path, account: str) -> None:
    """Let ACCOUNT (an e-mail address or id) sign in again, with the roles that it has."""
    from portal.identity.disabling import enable, find_account

    with _as_owner(config), transaction():
        found = find_account(account)
        enable(found)
        name = found.name
    click.echo(f"{name} can sign in again.")


@portal.group("audit")
def audit_group() -> None:
    """The log of who did what."""


@audit_group.command("verify")
@click.pass_obj
def audit_verify(config: Path) -> None:
    """Recompute every chain; says where it was tampered with and ends with status 1."""
    with _as_owner(config), noted(db.engine, "audit verify"):
        count, faults = verify_audit()
        db.session.rollback()
    for fault in faults:
        click.echo(f"stream {fault.stream}, entry {fault.seq}: {fault.reason}")
    click.echo(f"{count} entries read, {len(faults)} faults.")
    if faults:
        sys.exit(1)


@portal.group("keys")
def keys_group() -> None:
    """The keys that seal what is written about people."""


@keys_group.command("new")
def keys_new() -> None:
    """Print a new key, for a file or the environment that config.toml names."""
    click.echo(new_secret())


@keys_group.command("rotate")
@click.pass_obj
def keys_rotate(config: Path) -> None:
    """Wrap every data key by the current master key; stopped half-way, it goes on next time."""
    from sip.archive.key_rotation import KEYS, rewrap

    with _as_owner(config):
        fitness.refuse_wrong_keys()
        opened, count, broken = vault(), 0, 0
        for kind in KEYS:
            done = None
            while done is None or done.last is not None:
                with transaction():
                    done = rewrap(kind, opened, most=BATCH, after=done.last if done else None)
                count += done.count
                broken += len(done.broken)
                for one in done.broken:
                    of = f"{one.table} of plan {one.plan_id}" if one.plan_id else one.table
                    click.echo(
                        f"{of}: not wrapped by the key that"
                        f" keys.master.{one.master_version} names; left as it is",
                        err=True,
                    )
        version = opened.current_version
    click.echo(f"{count} keys wrapped by master key {version}; what they seal is as it was.")
    if broken:
        click.echo(f"{broken} keys could not be opened. Keep the old master key.", err=True)
        sys.exit(1)


@portal.group("retention")
def retention_group() -> None:
    """How long each organisation keeps its part of a plan."""


@retention_group.command("run")
@click.option("--dry-run", is_flag=True, help="say what would be shredded, and leave it all")
@click.option(
    "--at-most",
    type=click.IntRange(0, 100),
    default=5,
    show_default=True,
    help="refuse when more than this share of all plans would go, in percent",
)
@click.option("--yes", is_flag=True, help="however much it is")
@click.pass_obj
def retention_run(config: Path, *, dry_run: bool, at_most: int, yes: bool) -> None:
    """Shred the parts of plans whose time is out, and old drafts: to be run every day.

    The time is the database's. Nothing is shredded when this machine says another, or when much
    more than usual would go: a clock that is wrong would take everything, for ever.
    """
    from sip.archive import retention
    from sip.archive.shredding import shred
    from sip.kernel.days import day_of
    from sip.kernel.settings import sip_settings

    with _as_owner(config):
        fitness.refuse_wrong_keys()
        now = retention.time_agreed_on(clock.now())
        today = day_of(now)
        db.session.rollback()
        with nullcontext() if dry_run else noted(db.engine, "retention"):
            with transaction() if not dry_run else _taken_back():
                retention.keep_clocks(sip_settings().retention, today=today, batch=BATCH)
                due = retention.list_due(today)
                share = retention.share_of(due)
            for line in retention.report(due):
                click.echo(line)
            if not dry_run and not yes:
                retention.refuse_too_much(share, at_most=at_most)
            for part in () if dry_run else due:
                with transaction():
                    shred(part, now=now)
            if not dry_run:
                _delete_expired_drafts(now)
    click.echo("Nothing was touched." if dry_run else "Done.")


def _delete_expired_drafts(now: datetime) -> None:
    from portal.drafts.service import delete_expired

    deleted = BATCH
    while deleted == BATCH:
        with transaction():
            deleted = delete_expired(now, most=BATCH)


@contextmanager
def _taken_back() -> Iterator[None]:
    """Do it, to see what it would come to, and take it back."""
    try:
        yield
    finally:
        db.session.rollback()


@portal.command()
@click.option("--once", is_flag=True, help="send what is due and stop")
@click.pass_obj
def worker(config: Path, *, once: bool) -> None:
    """Send the mail that waits, until stopped."""
    from portal.outbox.worker import Worker

    Worker(Settings.read(config)).run(once=once)


@portal.command()
@click.pass_obj
def remind(config: Path) -> None:
    """Queue the reminders and publish the figures that are due; run it from cron, every hour."""
    from agreements.functions import remind_agreements
    from agreements.rules import EXPIRES_SOON, REVIEWED_SOON
    from sip.calling.clocks.reminders import remind as remind_of_plans
    from sip.tables.functions import publish_figures

    with _as_worker(config) as engine, noted(engine, "remind"):
        queued = remind_of_plans(Settings.read(config))
        with engine.begin() as connection:
            soon = {"soon": EXPIRES_SOON, "review_soon": REVIEWED_SOON}
            queued += remind_agreements(connection, **soon)
        with engine.begin() as connection:
            published = publish_figures(connection)
    click.echo(f"{queued} reminders queued.")
    if published:
        click.echo(f"Figures published for {published} counties.")


@portal.command()
@click.argument("file", type=click.File("rb"))
@click.argument("pdf", type=click.Path(path_type=Path, dir_okay=False))
def remake(file: BinaryIO, pdf: Path) -> None:
    """Make a PDF again from FILE: the JSON attached to it, or the PDF itself.

    FILE is of an agreement or of a copy of a plan. PDF is written when all went well.
    """
    from portal.remaking import remade

    pdf.write_bytes(remade(file.read()))


@portal.command()
@click.argument("file", type=click.File("rb"))
def verify(file: BinaryIO) -> None:
    """Say whether a PDF of ours is just what its own content makes; else it ends with status 1."""
    from portal.remaking import remade

    content = file.read()
    click.echo(f"SHA-256 {hashlib.sha256(content).hexdigest()}")
    if remade(content) != content:
        click.echo("Not what its content makes: changed, or made by another release.", err=True)
        sys.exit(1)
    click.echo("It is just what its content makes.")
