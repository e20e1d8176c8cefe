"""Bodies, mandates and joint signatures came later: rows from before, and the way back."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, Engine, text

from portal import database as migrations
from portal.config import Settings
from portal.database import DataLossError
from tests.architecture.test_migration_of_subjects import Rows

BEFORE = "0029"
AT, LATER = "2026-01-01", "2026-01-02"


class Signed(Rows):
    """A municipality's agreement that is being signed, and a signatory of it."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self.account, self.version = uuid4(), uuid4()
        subject = uuid4()
        self._enter(
            "subject",
            id=subject,
            county_id=self.county,
            key="amne",
            position=1,
            name="Ämne",
            name_en="Subject",
            target_group="",
            target_group_en="",
            legal="[]",
        )
        self.publish(self.template, subject_id=subject)
        self.agreed = self.agreement("signing", None, None, subject_id=subject)
        of = {"county_id": self.county, "agreement_id": self.agreed}
        self.of = {**of, "document_version_id": self.version, "organisation_id": self.place}
        self._enter("agreement_party", id=uuid4(), **of, organisation_id=self.place, position=1)
        self._enter("document_version", id=self.version, **of, number=1, content="", made_at=AT)
        self._enter(
            "account",
            id=self.account,
            issuer="i",
            subject="s",
            name="Sven",
            created_at=AT,
        )
        self._enter(
            "membership",
            id=uuid4(),
            county_id=self.county,
            account_id=self.account,
            organisation_id=self.place,
            role="signatory",
            granted_at=AT,
        )

    def decide(self, body: str, **more: object) -> None:
        facts = {"paragraph": "§ 1", "decided_on": AT, "reference": "A 1", "recorded_by": "Maja"}
        values = {"id": uuid4(), **self.of, **facts, "body": body, "recorded_at": AT}
        self._enter("decision", **(values | more))

    def sign(self, name: str, **more: object) -> UUID:
        made = uuid4()
        facts = {"title": "Ledamot", "on_paper": False, "document_sha256": "0", "signed_at": AT}
        self._enter("signature", **({"id": made, **self.of, **facts, "name": name} | more))
        return made


def _all(connection: Connection, what: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in connection.execute(text(what))]


def _entered(settings: Settings, engine: Engine) -> Signed:
    migrations.downgrade(settings, BEFORE)
    with engine.begin() as connection:
        rows = Signed(connection)
        rows.decide("Kommunstyrelsen")
        rows.sign("Sven")
    migrations.upgrade(settings)
    return rows


def test_whoever_could_sign_goes_on_and_what_was_signed_stays_signed(
    migrated: Settings, engine: Engine
) -> None:
    rows = _entered(migrated, engine)

    migrations.check(migrated)
    with engine.connect() as connection:
        mandates = "select m.organisation_id, m.needed, m.valid_from::text, h.account_id, h.place"
        joined = "from app.signing_mandate m join app.mandate_holder h on h.mandate_id = m.id"
        assert _all(connection, f"{mandates} {joined}") == [
            (rows.place, 1, AT, rows.account, 1),
        ]
        signed = "select name, completes, needed, mandate_id from app.signature"
        assert _all(connection, signed) == [("Sven", True, 1, None)]
        decided = "select body, delegation, earlier from app.decision"
        assert _all(connection, decided) == [("Kommunstyrelsen", "", [])]


def test_the_way_back_says_in_one_row_what_several_decided_and_signed(
    migrated: Settings, engine: Engine
) -> None:
    rows = _entered(migrated, engine)
    with engine.begin() as connection:
        rows.connection = connection
        rows.decide("Socialnämnden", delegation="4.2", paragraph="§ 2", recorded_at=LATER)
        mandate = connection.execute(text("select id from app.signing_mandate")).scalar_one()
        joint = {"mandate_id": mandate, "needed": 2}
        connection.execute(text("update app.signature set completes = false"))
        rows.sign("Siv", **joint, place=2, completes=True, signed_at=LATER)

    with pytest.raises(DataLossError) as told:
        migrations.downgrade(migrated, BEFORE)
    migrations.downgrade(migrated, BEFORE, lose=told.value.total)

    with engine.connect() as connection:
        assert _all(connection, "select name from app.signature") == [("Sven, Siv",)]
        assert _all(connection, "select body, paragraph from app.decision") == [
            ("Kommunstyrelsen; Socialnämnden (4.2)", "§ 1; § 2")
        ]
    migrations.upgrade(migrated)
    migrations.check(migrated)


def test_the_way_back_takes_what_is_not_signed_by_enough_for_unsigned(
    migrated: Settings, engine: Engine
) -> None:
    _entered(migrated, engine)
    with engine.begin() as connection:
        connection.execute(text("update app.signature set completes = false, needed = 2"))
    with pytest.raises(DataLossError) as told:
        migrations.downgrade(migrated, BEFORE)
    migrations.downgrade(migrated, BEFORE, lose=told.value.total)

    with engine.connect() as connection:
        assert _all(connection, "select name from app.signature") == []
