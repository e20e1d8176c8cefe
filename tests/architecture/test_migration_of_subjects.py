"""What agreements are about came later: rows from before, and the way back, with data."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, Engine, column, insert, select, text
from sqlalchemy import table as table_of

from portal import clock
from portal import database as migrations
from portal.config import Settings
from portal.database import DataLossError

BEFORE = "0028"
TODAY = clock.today()


def _day(days: int) -> date:
    return TODAY + timedelta(days=days)


class Rows:
    """A county with a municipality, entered as a release of either side would."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.county, self.place, self.template = uuid4(), uuid4(), uuid4()
        self._enter("county", id=self.county, key="prov", name="Provlän", code="99")
        self._enter(
            "organisation",
            id=self.place,
            county_id=self.county,
            kind="municipality",
            name="Provkommun",
            short_name="Prov",
            sort_key="prov",
        )

    def _enter(self, name: str, /, **values: object) -> None:
        columns = [column(name) for name in values]
        there = table_of(name, *columns, schema="app")
        self.connection.execute(insert(there).values(values))

    def publish(self, template: UUID, **more: object) -> None:
        self._enter(
            "template_version",
            id=template,
            county_id=self.county,
            key=str(template),
            edition="1",
            name="Mall",
            source="",
            adopted="",
            source_sha256="",
            published_at="2026-01-01",
            **more,
        )

    def agreement(self, status: str, first: date | None, last: date | None, **more: object) -> UUID:
        made = uuid4()
        values = {"template_version_id": self.template, "status_at": "2026-01-02", **more}
        self._enter(
            "agreement",
            id=made,
            county_id=self.county,
            municipality_id=self.place,
            title="Överenskommelse",
            status=status,
            created_at="2026-01-01",
            changed_at="2026-01-01",
            creator_id=self.place,
            creator_name="Maja",
            valid_from=first,
            valid_until=last,
            revision=1,
            matrix_revision=1,
            **values,
        )
        return made


def _stand(connection: Connection, *columns: str) -> Mapping[UUID, tuple[object, ...]]:
    wanted = [column(name) for name in ("id", *columns)]
    found = connection.execute(select(*wanted).select_from(table_of("agreement", schema="app")))
    return {row[0]: tuple(row[1:]) for row in found}


def _begun(settings: Settings, engine: Engine) -> Rows:
    """A county from before with a template, brought over."""
    migrations.downgrade(settings, BEFORE)
    with engine.begin() as connection:
        rows = Rows(connection)
        rows.publish(rows.template)
    migrations.upgrade(settings)
    return rows


def _lost(settings: Settings) -> None:
    """Downgrade, whatever goes with it."""
    try:
        migrations.downgrade(settings, BEFORE)
    except DataLossError as told:
        migrations.downgrade(settings, BEFORE, lose=told.total)


def test_rows_from_before_are_about_the_first_subject_and_hold_as_they_did(
    migrated: Settings, engine: Engine
) -> None:
    migrations.downgrade(migrated, BEFORE)
    with engine.begin() as connection:
        rows = Rows(connection)
        rows.publish(rows.template)
        oldest = rows.agreement("superseded", _day(-900), _day(100))
        signed = rows.agreement("in_force", _day(-100), _day(600), status_at="2026-01-03")
        # signed ahead of its day: until then both were in force, and then the newer one
        coming = rows.agreement("in_force", _day(50), _day(700), status_at="2026-01-04")
        draft = rows.agreement("draft", None, None)

    migrations.upgrade(migrated)

    migrations.check(migrated)
    with engine.connect() as connection:
        assert _stand(connection, "status", "replaced_from", "replaces_id") == {
            oldest: ("superseded", _day(-100), None),
            signed: ("superseded", _day(50), oldest),
            coming: ("in_force", None, signed),
            draft: ("draft", None, None),
        }
        about = "select count(*) from app.agreement a join app.subject s on s.id = a.subject_id"
        first = text(f"{about} where s.key = 'skadligt-bruk-beroende'")
        assert connection.scalar(first) == 4
        assert connection.scalar(text("select count(*) from app.subject")) == 3
        holding = "select agreement_id from app.in_force(null, :place, :day)"
        for day, holds in ((_day(0), signed), (_day(49), signed), (_day(50), coming)):
            asked = {"place": rows.place, "day": day}
            assert connection.scalars(text(holding), asked).all() == [holds]


def test_the_way_back_keeps_what_the_older_release_has_room_for(
    migrated: Settings, engine: Engine
) -> None:
    rows, other = _begun(migrated, engine), uuid4()
    with engine.begin() as connection:
        rows.connection = connection
        subject = connection.scalar(text("select id from app.subject where key = 'placerade-barn'"))
        rows.publish(other, subject_id=subject)
        rows.agreement("in_force", _day(-9), _day(99), template_version_id=other)
        begun = rows.agreement("draft", None, None)
        beside = rows.agreement("decision", _day(9), _day(99), template_version_id=other)
        signed = rows.agreement("superseded", _day(-9), _day(99), replaced_from=_day(30))

    with pytest.raises(DataLossError):
        migrations.downgrade(migrated, BEFORE)
    _lost(migrated)

    with engine.begin() as connection:
        found = _stand(connection, "status", "withdrawn_by")
    assert found[begun] == ("draft", None)
    assert found[beside] == ("withdrawn", "Samsyn")
    assert found[signed] == ("in_force", None)
    assert len(found) == 4
    migrations.upgrade(migrated)
    migrations.check(migrated)
