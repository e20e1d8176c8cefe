"""An outbox with people to write to, and workers that send into a folder."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, RowMapping, func, insert, select, update

from portal import clock
from portal.config import Settings
from portal.ids import new_id
from portal.outbox.models import OutboxMail
from portal.outbox.worker import Worker
from tests.conftest import Engines
from tests.integration.world import World


@dataclass(frozen=True)
class Outbox:
    """The table and the folder, as a test looks at them."""

    engine: Engine
    folder: Path
    county_id: UUID

    def queue(self, account_id: UUID, kind: str = "agreement.shared", **values: Any) -> UUID:
        """A mail that is due."""
        mail_id = new_id()
        row = {
            "id": mail_id,
            "county_id": self.county_id,
            "account_id": account_id,
            "kind": kind,
            "path": "/agreements/1",
            "dedupe": str(mail_id),
            "not_before": clock.now() - timedelta(seconds=1),
        }
        with self.engine.begin() as connection:
            connection.execute(insert(OutboxMail).values(row | values))
        return mail_id

    def row(self, mail_id: UUID) -> RowMapping:
        with self.engine.connect() as connection:
            table = OutboxMail.__table__
            wanted = select(table).where(table.c.id == mail_id)
            return connection.execute(wanted).mappings().one()

    def let_time_pass(self, mail_id: UUID) -> None:
        """As if its delay and its lease had run out."""
        with self.engine.begin() as connection:
            connection.execute(
                update(OutboxMail)
                .where(OutboxMail.id == mail_id)
                .values(not_before=func.now(), lease_until=None)
            )

    def sent(self) -> list[EmailMessage]:
        parser = BytesParser(policy=policy.default)
        return [parser.parsebytes(file.read_bytes()) for file in sorted(self.folder.glob("*.eml"))]


@pytest.fixture
def database(emptied_database: str) -> str:
    return emptied_database


@pytest.fixture
def engines(database: str, reused_engines: Engines) -> Engines:
    return reused_engines


@pytest.fixture
def mail_folder(tmp_path: Path) -> Path:
    return tmp_path / "mail"


@pytest.fixture
def settings(settings: Settings, mail_folder: Path) -> Settings:
    return replace(settings, mail=replace(settings.mail, folder=mail_folder))


@pytest.fixture
def outbox(engines: Engines, world: World, mail_folder: Path) -> Outbox:
    return Outbox(engines("owner"), mail_folder, world.county())


@pytest.fixture
def send_due(settings: Settings) -> Callable[[], None]:
    return lambda: Worker(settings).run(once=True)
