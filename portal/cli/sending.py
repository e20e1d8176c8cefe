"""Mail: what waits, what was given up, who sends it and what is queued."""

import sys
from datetime import date, timedelta
from pathlib import Path
from smtplib import SMTPException
from typing import TYPE_CHECKING
from uuid import UUID

import click
from sqlalchemy import func, select

from portal.cli.group import as_worker, portal
from portal.config import Settings
from portal.jobs import agreed_on, noted

if TYPE_CHECKING:
    from sqlalchemy import Connection


@portal.group("outbox")
def outbox_group() -> None:
    """Mail that waits, or was given up."""


@outbox_group.command("list")
@click.option("--given-up", is_flag=True, help="what was given up, instead of what waits")
@click.pass_obj
def outbox_list(config: Path, *, given_up: bool) -> None:
    """Say what has not been sent, and why. Whom it is for is not said."""
    from portal.outbox import keeping

    with as_worker(config) as engine, engine.begin() as connection:
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
    with as_worker(config) as engine, engine.begin() as connection:
        count = keeping.send_again(connection, ids or None)
    click.echo(f"{count} mails will be tried again.")
    if count < len(set(ids)):
        click.echo("The others were sent, are being sent, or are not there.", err=True)
        sys.exit(1)


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
    if settings.mail.folder is not None:
        click.echo(f"It was written to {settings.mail.folder} and not sent: [mail] names a folder.")
    else:
        click.echo("The mail server has taken it. Whether it arrives shows in the mailbox.")


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
    """Queue the reminders, lift disputes, publish figures, let the names hold whose day has come.

    Run it from cron, every hour.
    """
    from agreements.reminding import escalate
    from portal import clock
    from portal.tenancy.functions import apply_names
    from sip.calling.reminders import remind as remind_of_plans
    from sip.tables.functions import publish_figures

    with as_worker(config) as engine, noted(engine, "remind"):
        with engine.begin() as connection:
            # what a day brings cannot be taken back: by a wrong clock nothing is lifted or sent
            agreed_on(connection.execute(select(func.now())).scalar_one(), clock.now())
            renamed = apply_names(connection)
            lifted = escalate(connection, clock.today())
        settings = Settings.read(config)
        queued = remind_of_plans(settings)
        with engine.begin() as connection:
            queued += queue_of_agreements(connection, clock.today(), _ahead(settings))
        with engine.begin() as connection:
            published = publish_figures(connection)
    click.echo(f"{queued} reminders queued.")
    _tell(lifted, "disputes lifted: their level's time was out.")
    _tell(renamed, "organisations have another name from today.")
    if published:
        click.echo(f"Figures published for {published} counties.")


def queue_of_agreements(connection: "Connection", today: date, ahead: timedelta) -> int:
    """Queue what is near or late of agreements, groups, figures, values, LOB and transfers."""
    from agreements.follow_up.reminding import remind as remind_of_values
    from agreements.lob.reminding import remind as remind_of_lob
    from agreements.lob_work.reminding import remind as remind_of_lob_work
    from agreements.reminding import remind as remind_of_agreements
    from agreements.transfers.reminding import remind as remind_of_transfers

    every = (
        *(remind_of_agreements, remind_of_lob, remind_of_lob_work),
        *(remind_of_values, remind_of_transfers),
    )
    return sum(one(connection, today, ahead) for one in every)


def _ahead(settings: Settings) -> timedelta:
    """So long before the day somebody is reminded."""
    return timedelta(days=settings.agreements.remind_days)


def _tell(count: int, what: str) -> None:
    if count:
        click.echo(f"{count} {what}")
