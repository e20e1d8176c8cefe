"""Is everything as it must be, and the database's structure."""

import sys
from pathlib import Path

import click
from flask import Flask
from sqlalchemy.exc import OperationalError

from portal import database, fitness
from portal.app import create_app
from portal.cli.group import portal
from portal.config import Settings
from portal.db import db


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
