"""`portal …`: what an operator does from the command line."""

import logging
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

import click
from flask import Flask

from portal import clock, database
from portal.app import config_path, create_app
from portal.audit.verify import verify as verify_audit
from portal.authz import Role
from portal.config import Settings
from portal.db import db
from portal.errors import PortalError
from portal.transaction import transaction


@click.group()
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
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    try:
        portal(standalone_mode=False)
    except PortalError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)


def _owner_app(config: Path) -> Flask:
    """The application, but signed in to the database as its owner: maintenance sees every row."""
    settings = Settings.read(config)
    owner = replace(settings.database, url=settings.database.owner_url)
    return create_app(replace(settings, database=owner))


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
@click.pass_obj
def db_downgrade(config: Path, revision: str) -> None:
    """Take migrations back, to a revision such as 0002 or -1."""
    database.downgrade(Settings.read(config), revision)


@portal.command("import-county")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.pass_obj
def import_county(config: Path, file: Path) -> None:
    """Enter a county with its organisations and units from a TOML file."""
    from portal.county_import import import_county as run

    with _owner_app(config).app_context(), transaction():
        county = run(file)
        name = county.name
    click.echo(f"{name} is entered.")


@portal.command("publish-template")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--county", required=True, help="the county's key, such as vasterbotten")
@click.pass_obj
def publish_template(config: Path, file: Path, county: str) -> None:
    """Publish an edition of a county's template from a TOML file."""
    from agreements.templates import service as templates
    from portal.county_import import get_county

    with _owner_app(config).app_context(), transaction():
        version = templates.publish(get_county(county), file, now=clock.now())
        name = version.name
    click.echo(f"{name} is published.")


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

    settings = Settings.read(config)
    if settings.issuer(issuer) is None:
        raise click.BadParameter("no such issuer in the configuration", param_hint="--issuer")
    with _owner_app(config).app_context(), transaction():
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


@portal.group("audit")
def audit_group() -> None:
    """The log of who did what."""


@audit_group.command("verify")
@click.pass_obj
def audit_verify(config: Path) -> None:
    """Recompute every chain; says where it was tampered with and ends with status 1."""
    with _owner_app(config).app_context():
        count, faults = verify_audit()
        db.session.rollback()
    for fault in faults:
        click.echo(f"stream {fault.stream}, entry {fault.seq}: {fault.reason}")
    click.echo(f"{count} entries read, {len(faults)} faults.")
    if faults:
        sys.exit(1)


@portal.command()
@click.option("--once", is_flag=True, help="send what is due and stop")
@click.pass_obj
def worker(config: Path, *, once: bool) -> None:
    """Send the mail that waits, until stopped."""
    from portal.outbox.worker import Worker

    Worker(Settings.read(config)).run(once=once)


@portal.command()
@click.argument("file", type=click.File("rb"))
@click.argument("pdf", type=click.File("wb"))
def remake(file: BinaryIO, pdf: BinaryIO) -> None:
    """Make an agreement's PDF again from the JSON attached to it, to compare the two."""
    from agreements.document import from_json
    from agreements.documents.pdf import make_pdf

    pdf.write(make_pdf(from_json(file.read())))
