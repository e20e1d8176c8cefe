"""`portal keys …` and `portal retention …`, as the operator types them, on a whole database."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import create_engine, insert, select, update

from portal import clock
from portal.audit.models import AuditEntry
from portal.cli import portal
from portal.config import KeySettings, Settings
from portal.demo.postgres import LocalPostgres
from portal.errors import ConfigurationError
from portal.vault import Place, Vault, new_secret
from sip.kernel.vocabulary import Phase, TextKind
from sip.tables.archive import CopyKey
from sip.tables.plan import Plan, PlanKey, PlanText
from tests.integration.conftest import app_on
from tests.integration.county import CountyOfTests
from tests.integration.sip.world import PlanOfTests, SipWorld

NEW = base64.b64encode(b"n" * 32).decode()


class Installation:
    """A portal with its configuration file, whose master key is about to be changed."""

    def __init__(self, app: Flask, execute: Any, settings: Settings, folder: Path) -> None:
        self.sip = SipWorld(CountyOfTests(app, execute))
        self.execute = execute
        self.settings = settings
        self.config = folder / "config.toml"
        (folder / "2.key").write_text(NEW, encoding="ascii")
        self.two = dict(settings.keys.master) | {"2": f"file:{folder / '2.key'}"}
        self.configure(settings.keys)

    def configure(self, keys: KeySettings) -> None:
        master = ", ".join(f'{version} = "{source}"' for version, source in keys.master.items())
        database = self.settings.database
        self.config.write_text(
            f'secret_key = "{self.settings.secret_key}"\nbase_url = "{self.settings.base_url}"\n'
            f'[database]\nurl = "{database.url}"\nowner_url = "{database.owner_url}"\n'
            f'worker_url = "{database.worker_url}"\n[mail]\nsender = "samsyn@samsyn.example"\n'
            f"[keys]\nmaster = {{ {master} }}\ncurrent = {keys.current}\n"
            f'index = "{keys.index}"\n',
            encoding="utf-8",
        )

    def change_master_key(self) -> None:
        self.configure(replace(self.settings.keys, master=self.two, current=2))

    def forget_the_old_key(self) -> None:
        self.configure(replace(self.settings.keys, master={"2": self.two["2"]}, current=2))

    def run(self, *command: str) -> str:
        done = CliRunner().invoke(portal, ["--config", str(self.config), *command])
        assert done.exit_code == 0, (done.output, done.exception)
        return done.output

    def plans(self, count: int) -> list[PlanOfTests]:
        handler = self.sip.caseworker(self.sip.county.municipality)
        made = [self.sip.plan(handler) for _ in range(count)]
        for plan in made:
            plan.text(TextKind.NEED, "Behöver egen bostad", self.sip.county.municipality)
            key = self.sip.vault.new_key()
            self.execute(
                insert(CopyKey).values(
                    id=plan.id,
                    county_id=plan.county_id,
                    plan_id=plan.id,
                    organisation_id=handler.organisation_id,
                    wrapped=key.wrapped,
                    master_version=key.master_version,
                )
            )
        return made

    def versions(self) -> set[int]:
        found = [self.execute(select(kind.master_version)).scalars() for kind in (PlanKey, CopyKey)]
        return {version for each in found for version in each}


@pytest.fixture
def installation(
    postgres: LocalPostgres, settings: Settings, tmp_path: Path
) -> Iterator[Installation]:
    owner = create_engine(settings.database.owner_url, isolation_level="AUTOCOMMIT")
    for app in app_on(settings):
        with owner.connect() as connection:
            yield Installation(app, connection.execute, settings, tmp_path)
    owner.dispose()


def test_every_key_is_wrapped_anew_and_what_it_sealed_is_untouched(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.cli.BATCH", 2)  # several batches
    plan = installation.plans(3)[0]
    sealed = select(PlanText.id, PlanText.text_sealed).order_by(PlanText.id)
    before = installation.execute(sealed).all()
    installation.change_master_key()

    assert "6 keys wrapped by master key 2" in installation.run("keys", "rotate")
    assert installation.versions() == {2}
    assert installation.execute(sealed).all() == before
    log = select(AuditEntry.details).where(AuditEntry.action == "keys.rotated")
    assert '{"count":2,"table":"copy_key","version":2}' in installation.execute(log).scalars().all()
    assert "0 faults" in installation.run("audit", "verify")

    kept = installation.execute(select(PlanKey).where(PlanKey.plan_id == plan.id)).mappings().one()
    without_the_old = Vault({2: b"n" * 32}, current=2, index_secret=b"i" * 32)
    opened = without_the_old.open_key(bytes(kept["wrapped"]), kept["master_version"])
    place = Place("plan_text", "text_sealed", plan.id)
    assert opened.open(plan.key.seal("ja", place), place) == "ja"


def test_one_that_was_stopped_half_way_goes_on(installation: Installation) -> None:
    installation.plans(1)
    installation.change_master_key()
    installation.run("keys", "rotate")
    installation.plans(1)  # by a server that has not been restarted yet
    installation.forget_the_old_key()

    done = CliRunner().invoke(portal, ["--config", str(installation.config), "keys", "rotate"])
    assert isinstance(done.exception, ConfigurationError)
    assert "keys.master.1: missing, and still in use" in str(done.exception)
    assert installation.versions() == {1, 2}

    installation.change_master_key()
    assert "2 keys" in installation.run("keys", "rotate")
    assert installation.versions() == {2}
    assert "0 keys" in installation.run("keys", "rotate")


def test_a_new_key_is_one_the_configuration_takes(tmp_path: Path) -> None:
    key = CliRunner().invoke(portal, ["keys", "new"]).output
    (tmp_path / "master").write_text(key, encoding="ascii")
    (tmp_path / "index").write_text(new_secret(), encoding="ascii")
    settings = KeySettings(
        master={"1": f"file:{tmp_path / 'master'}"}, current=1, index=f"file:{tmp_path / 'index'}"
    )

    assert Vault.of(settings).current_version == 1


def test_a_dry_run_tells_and_touches_nothing(installation: Installation) -> None:
    old, _open = installation.plans(2)
    years_ago = clock.now().replace(year=clock.now().year - 6, day=1)
    ended = {"phase": Phase.CLOSED, "closed_at": years_ago, "changed_at": years_ago}
    installation.execute(update(Plan).where(Plan.id == old.id).values(ended))
    installation.execute(
        update(PlanText).where(PlanText.plan_id == old.id).values(changed_at=years_ago)
    )
    kept = select(PlanKey.wrapped).where(PlanKey.plan_id == old.id)

    told = installation.run("retention", "run", "--dry-run")
    assert "Åsele kommun: 1 plans, 1 texts, 0 copies" in told
    assert "Nothing was touched." in told
    assert "Anna" not in told
    assert installation.execute(kept).scalar_one() is not None

    assert "Åsele kommun: 1 plans" in installation.run("retention", "run")
    assert installation.execute(kept).scalar_one() is None
    assert "0" in installation.run("retention", "run").splitlines()[0]
    assert "0 faults" in installation.run("audit", "verify")
