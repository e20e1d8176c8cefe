"""`portal account disable` and `enable`, as the operator types them, on a whole database."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import Connection, select, update

from portal.audit.models import AuditEntry
from portal.authz import Role
from portal.cli import portal
from portal.config import Settings
from portal.identity.models import Account
from portal.outbox.models import OutboxMail
from tests.conftest import Engines
from tests.integration.county import COORDINATOR, CountyOfTests

Command = Callable[..., Result]


@pytest.fixture
def owner(engines: Engines) -> Iterator[Connection]:
    with engines("owner").connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield connection


@pytest.fixture
def command(settings: Settings, tmp_path: Path) -> Command:
    database, keys = settings.database, settings.keys
    config = tmp_path / "config.toml"
    config.write_text(
        f'secret_key = "{settings.secret_key}"\nbase_url = "{settings.base_url}"\n'
        f'[database]\nurl = "{database.url}"\nowner_url = "{database.owner_url}"\n'
        f'worker_url = "{database.worker_url}"\n[mail]\nsender = "samsyn@samsyn.example"\n'
        f'[keys]\nmaster = {{ 1 = "{keys.master["1"]}" }}\ncurrent = 1\nindex = "{keys.index}"\n',
        encoding="utf-8",
    )
    return lambda *words: CliRunner().invoke(portal, ["--config", str(config), "account", *words])


def test_an_account_is_shut_out_at_once_and_let_in_again(
    app: Flask, owner: Connection, command: Command
) -> None:
    county = CountyOfTests(app, owner.execute)
    admin = county.somebody("Göran Hallgren")
    county.grant(admin, county.municipality, Role.ADMINISTRATOR)
    maja = county.somebody("Maja Öhlund")
    county.grant(maja, county.municipality, *COORDINATOR)
    browser = county.sign_in(maja)
    assert browser.open("/agreements").url == "/agreements"
    email = owner.execute(select(Account.email).where(Account.id == maja.id)).scalar_one()

    done = command("disable", str(email).upper())
    assert done.exit_code == 0, done.output
    assert "Maja Öhlund can no longer sign in" in done.output
    assert "Åsele kommun" in done.output
    assert browser.open("/agreements").url.startswith("/sign-in")
    assert county.open_session(maja) is None
    page = county.sign_in(admin).open("/administration")
    assert "Ett konto hos er är avstängt." in page.text
    assert "Avstängt konto" in page.text
    told = select(OutboxMail.account_id).where(OutboxMail.kind == "account.disabled")
    assert owner.execute(told).scalars().all() == [admin.id]

    assert command("enable", str(maja.id)).exit_code == 0
    assert browser.open("/agreements").url.startswith("/sign-in")
    assert county.sign_in(maja).open("/agreements").url == "/agreements"
    noted = select(AuditEntry.action).where(AuditEntry.subject_id == maja.id)
    assert {"account.disabled", "account.enabled"} <= set(owner.execute(noted).scalars())


def test_an_address_that_is_nobody_s_or_several_s_shuts_nobody_out(
    app: Flask, owner: Connection, command: Command
) -> None:
    county = CountyOfTests(app, owner.execute)
    both = [county.somebody(name) for name in ("Maja", "Också Maja")]
    owner.execute(update(Account).values(email="maja@example.se"))

    assert "no such account" in str(command("disable", "nobody@example.se").exception)
    several = command("disable", "maja@example.se")
    assert all(str(one.id) in str(several.exception) for one in both)
    assert not owner.execute(select(Account.id).where(Account.disabled_at.is_not(None))).all()
