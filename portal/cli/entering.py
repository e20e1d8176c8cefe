"""Counties, templates and people."""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from portal import clock, fitness
from portal.authz import Role
from portal.cli.group import as_owner, portal
from portal.config import Settings
from portal.db import db
from portal.transaction import transaction
from portal.web.i18n import speaking

if TYPE_CHECKING:
    from agreements.templates.service import Edition
    from portal.county.importing import Preview


@portal.command("import-county")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="say what would change, and change nothing")
@click.option("--yes", is_flag=True, help="do not ask first")
@click.pass_obj
def import_county(config: Path, file: Path, *, dry_run: bool, yes: bool) -> None:
    """Enter a county from a TOML file, or what the file says otherwise than the portal.

    The difference is shown before anything is done. What contradicts what is there is refused.
    """
    from portal.county.importing import import_county as run
    from portal.county.importing import preview

    with as_owner(config):
        shown = preview(file)
        db.session.rollback()
        _tell(shown)
        if dry_run or not (shown.is_new or shown.difference.changes):
            return
        if not shown.is_new and not yes:
            click.confirm("Change this?", abort=True)
        with transaction():
            run(file, shown=shown)
    click.echo(f"{shown.name} is {'entered' if shown.is_new else 'changed'}.")


def _tell(shown: "Preview") -> None:
    lines = shown.difference.lines
    if shown.is_new:
        click.echo(f"{shown.name} is new, with {len(lines)} organisations and units.")
        return
    for line in lines:
        click.echo(line)
    if shown.difference.left:
        click.echo(f"Not in the file, and left as they are: {', '.join(shown.difference.left)}.")
    if not lines:
        click.echo(f"{shown.name} is as the file says: nothing to change.")


@portal.command("publish-template")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--county", required=True, help="the county's key, such as vasterbotten")
@click.option("--dry-run", is_flag=True, help="say what is new in it, and publish nothing")
@click.option("--yes", is_flag=True, help="do not ask first")
@click.pass_obj
def publish_template(config: Path, file: Path, county: str, *, dry_run: bool, yes: bool) -> None:
    """Publish an edition of a county's template from a TOML file.

    What it says otherwise than the edition before it is shown first: a published edition is never
    changed. What contradicts what is there is refused.
    """
    from agreements.templates import service as templates
    from portal.county.importing import get_county

    with as_owner(config):
        edition = templates.read_edition(get_county(county), file, today=clock.today())
        _tell_edition(edition)
        is_first = edition.before is None
        db.session.rollback()
        if dry_run or edition.published is not None:
            return
        if not is_first and not yes:
            click.confirm("Publish it?", abort=True)
        with transaction():
            name = templates.publish(get_county(county), file, now=clock.now()).name
    click.echo(f"{name} is published.")


def _tell_edition(edition: "Edition") -> None:
    from agreements.templates.words import change_line

    with speaking("en"):
        lines = [change_line(one) for one in edition.changes]
    if edition.published is not None:
        click.echo(f"{edition.content.name} had been published before; nothing was changed.")
        if lines:
            click.echo("It keeps the law as it was published. The file says otherwise now:")
    elif edition.before is None:
        click.echo(f"{edition.content.name} is the first on its subject.")
    elif lines:
        click.echo(f"{edition.content.name} comes after {edition.before.name}. What is new:")
    else:
        click.echo(f"{edition.content.name} says the same as {edition.before.name}.")
    for line in lines:
        click.echo(f"  {line}")


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
    from portal.county.importing import invite as run
    from portal.county.importing import organisation_number

    settings = Settings.read(config)
    provider = settings.issuer(issuer)
    if provider is None:
        raise click.BadParameter("no such issuer in the configuration", param_hint="--issuer")
    with as_owner(config), transaction():
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

    with as_owner(config), transaction():
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

    with as_owner(config), transaction():
        found = find_account(account)
        enable(found)
        name = found.name
    click.echo(f"{name} can sign in again.")
