"""What is kept and for how long: the log, the keys, and each organisation's part of a plan."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path

import click

from portal import clock, fitness
from portal.audit.verify import verify as verify_audit
from portal.cli.group import as_owner, portal
from portal.db import db
from portal.jobs import noted
from portal.transaction import transaction
from portal.vault import new_secret, vault

BATCH = 500
"""How many plans or keys one transaction changes."""


@portal.group("audit")
def audit_group() -> None:
    """The log of who did what."""


@audit_group.command("verify")
@click.pass_obj
def audit_verify(config: Path) -> None:
    """Recompute every chain; says where it was tampered with and ends with status 1."""
    with as_owner(config), noted(db.engine, "audit verify"):
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

    with as_owner(config):
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
    from sip.archive.keeping import keep_samples
    from sip.archive.shredding import shred
    from sip.kernel.days import day_of
    from sip.kernel.settings import sip_settings

    with as_owner(config):
        fitness.refuse_wrong_keys()
        now = retention.time_agreed_on(clock.now())
        today = day_of(now)
        db.session.rollback()
        with nullcontext() if dry_run else noted(db.engine, "retention"):
            with transaction() if not dry_run else _taken_back():
                retention.keep_clocks(sip_settings().retention, today=today, batch=BATCH)
                keep_samples(today, now)
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
