"""`portal keys …` and `portal retention …`, as the operator types them, on a whole database."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from jinja2 import BytecodeCache
from sqlalchemy import create_engine, insert, select, update

from portal import clock
from portal.audit.models import AuditEntry
from portal.cli import portal
from portal.config import KeySettings, Settings
from portal.drafts.models import Draft
from portal.errors import ConfigurationError
from portal.jobs import ClocksDifferError
from portal.vault import Place, Vault, new_secret
from sip.archive.retention import TooMuchAtOnceError
from sip.kernel.vocabulary import Phase, TextKind
from sip.tables.archive import CopyKey
from sip.tables.plan import Plan, PlanKey, PlanText
from tests.drafts import kept as kept_draft
from tests.installation import write_config
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
        write_config(replace(self.settings, keys=keys), self.config.parent)

    def change_master_key(self) -> None:
        self.configure(replace(self.settings.keys, master=self.two, current=2))
        self.run("db", "upgrade")

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
    settings: Settings, tmp_path: Path, compiled: BytecodeCache
) -> Iterator[Installation]:
    owner = create_engine(settings.database.owner_url, isolation_level="AUTOCOMMIT")
    for app in app_on(settings, compiled):
        with owner.connect() as connection:
            yield Installation(app, connection.execute, settings, tmp_path)
    owner.dispose()


def test_every_key_is_wrapped_anew_and_what_it_sealed_is_untouched(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.cli.keeping.BATCH", 2)  # several batches
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


def test_a_key_that_does_not_open_is_named_and_holds_up_no_other(
    installation: Installation,
) -> None:
    good, bad = installation.plans(2)
    foreign = Vault({1: b"f" * 32}, current=1, index_secret=b"i" * 32).new_key().wrapped
    broken = update(PlanKey).where(PlanKey.plan_id == bad.id).values(wrapped=foreign)
    installation.execute(broken)
    installation.change_master_key()

    done = CliRunner().invoke(portal, ["--config", str(installation.config), "keys", "rotate"])

    assert done.exit_code == 1
    assert f"plan_key of plan {bad.id}" in done.output
    assert str(good.id) not in done.output
    assert "3 keys wrapped by master key 2" in done.output
    assert "1 keys could not be opened" in done.output
    found = select(PlanKey.plan_id).where(PlanKey.master_version == 1)
    assert installation.execute(found).scalars().all() == [bad.id]
    assert "0 faults" in installation.run("audit", "verify")


def drafted(installation: Installation) -> None:
    """Somebody has begun to note a need, and to write in a plan."""
    handler = installation.sip.caseworker(installation.sip.county.municipality)
    kept_draft(handler.browser.open("/sip/plans/new"), "Spara behovet", need="Behöver stöd")
    plan = installation.sip.plan(handler)
    kept_draft(handler.browser.open(f"{plan.path}/texts/new?kind=note"), "Spara", text="Kim sade")


def test_a_draft_that_has_a_key_of_its_own_is_wrapped_anew(installation: Installation) -> None:
    drafted(installation)
    installation.change_master_key()
    assert "2 keys wrapped by master key 2" in installation.run("keys", "rotate")
    versions = installation.execute(select(Draft.master_version)).scalars()
    assert set(versions) == {2, None}


def test_drafts_are_deleted_when_nobody_has_written_in_them_for_a_month(
    installation: Installation,
) -> None:
    drafted(installation)
    old = clock.now() - timedelta(days=31)
    installation.execute(update(Draft).where(Draft.plan_id.is_(None)).values(saved_at=old))
    installation.run("retention", "run", "--dry-run")
    assert len(installation.execute(select(Draft.id)).all()) == 2
    installation.run("retention", "run")
    assert installation.execute(select(Draft.plan_id)).scalar_one() is not None


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


def ended(installation: Installation, count: int) -> list[PlanOfTests]:
    """Plans that every organisation has kept for long enough."""
    plans = installation.plans(count)
    years_ago = clock.now().replace(year=clock.now().year - 6, day=1)
    changes = {"phase": Phase.CLOSED, "closed_at": years_ago, "changed_at": years_ago}
    for plan in plans:
        installation.execute(update(Plan).where(Plan.id == plan.id).values(changes))
        texts = update(PlanText).where(PlanText.plan_id == plan.id)
        installation.execute(texts.values(changed_at=years_ago))
    return plans


def kept(installation: Installation) -> int:
    found = installation.execute(select(PlanKey.id).where(PlanKey.wrapped.is_not(None)))
    return len(found.all())


@pytest.mark.parametrize("away", [timedelta(days=11 * 365), timedelta(minutes=-6)])
def test_nothing_is_shredded_by_a_clock_that_the_database_does_not_share(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, away: timedelta
) -> None:
    ended(installation, 1)
    wrong = clock.now() + away
    monkeypatch.setattr("portal.clock.now", lambda: wrong)

    done = CliRunner().invoke(
        portal, ["--config", str(installation.config), "retention", "run", "--yes"]
    )

    assert isinstance(done.exception, ClocksDifferError)
    assert kept(installation) == 1


def test_more_than_usual_is_shredded_only_when_asked_for(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sip.archive.retention.A_FEW", 1)
    ended(installation, 2)
    installation.plans(2)
    command = ["--config", str(installation.config), "retention", "run"]

    refused = CliRunner().invoke(portal, command)
    assert isinstance(refused.exception, TooMuchAtOnceError)
    assert "2 of 4 plans" in str(refused.exception)
    assert isinstance(
        CliRunner().invoke(portal, [*command, "--at-most", "49"]).exception, TooMuchAtOnceError
    )
    assert kept(installation) == 4

    installation.run("retention", "run", "--at-most", "50")
    assert kept(installation) == 2


def test_a_few_are_shredded_unasked_and_all_with_yes(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended(installation, 2)
    installation.run("retention", "run")
    assert kept(installation) == 0

    monkeypatch.setattr("sip.archive.retention.A_FEW", 1)
    ended(installation, 2)
    installation.run("retention", "run", "--yes")
    assert kept(installation) == 0
