"""The command that all others belong to, and as whom they ask the database."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import OperationalError

from portal import fitness, log
from portal.app import config_path, create_app
from portal.config import Settings
from portal.db import db
from portal.errors import PortalError


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
def as_owner(config: Path) -> Iterator[None]:
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


@contextmanager
def as_worker(config: Path) -> Iterator[Engine]:
    """Signed in to the database as the worker, who sees the outbox and no plan."""
    engine = create_engine(Settings.read(config).database.worker_url, hide_parameters=True)
    try:
        yield engine
    finally:
        engine.dispose()
