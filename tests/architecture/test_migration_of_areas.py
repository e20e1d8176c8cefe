"""Areas, and what each party does, came later: rows from before, and the way back, with data."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, Engine, text

from portal import clock
from portal import database as migrations
from portal.config import Settings
from portal.database import DataLossError
from tests.architecture.test_migration_of_subjects import Rows

BEFORE = "0046"
FIRST, LAST = clock.today() - timedelta(days=9), clock.today() + timedelta(days=99)


class _Rows(Rows):
    """A county with a second municipality and a region."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self.other, self.region = uuid4(), uuid4()
        for id_, kind in ((self.other, "municipality"), (self.region, "region")):
            self._enter(
                "organisation",
                id=id_,
                county_id=self.county,
                kind=kind,
                name=str(id_),
                short_name=str(id_),
                sort_key=str(id_),
            )
        subject = uuid4()
        self._enter(
            "subject",
            id=subject,
            county_id=self.county,
            key="eget",
            position=9,
            name="Eget",
            name_en="Own",
            target_group="Alla",
            target_group_en="All",
            legal="[]",
        )
        self.publish(self.template, subject_id=subject)

    def party(self, agreement: UUID, organisation: UUID, **more: object) -> None:
        self._enter(
            "agreement_party",
            id=uuid4(),
            county_id=self.county,
            agreement_id=agreement,
            organisation_id=organisation,
            position=0,
            **more,
        )


def _status(connection: Connection, agreement: UUID) -> str:
    asked = text("select status from app.agreement where id = :id")
    return str(connection.scalar(asked, {"id": agreement}))


def test_rows_from_before_hold_where_they_did_and_their_beginner_drafts(
    migrated: Settings, engine: Engine
) -> None:
    migrations.downgrade(migrated, BEFORE)
    with engine.begin() as connection:
        rows = _Rows(connection)
        subject = connection.scalar(text("select id from app.subject where key = 'eget'"))
        signed = rows.agreement("in_force", FIRST, LAST, subject_id=subject)
        for organisation in (rows.place, rows.region):
            rows.party(signed, organisation)

    migrations.upgrade(migrated)

    migrations.check(migrated)
    with engine.connect() as connection:
        area = "select agreement_id from app.in_force(null, :place, current_date)"
        assert connection.scalars(text(area), {"place": rows.place}).all() == [signed]
        assert connection.scalars(text(area), {"place": rows.other}).all() == []
        drafts = text("select organisation_id from app.agreement_party where drafts")
        assert connection.scalars(drafts).all() == [rows.place]
        bound = text("select count(*) from app.agreement_party where decides and signs")
        assert connection.scalar(bound) == 2


def test_the_way_back_gives_up_what_the_older_release_has_no_room_for(
    migrated: Settings, engine: Engine
) -> None:
    with engine.begin() as connection:
        rows = _Rows(connection)
        here = {"municipality_ids": [rows.place]}
        alone = rows.agreement("in_force", FIRST, LAST, **here)
        rows.party(alone, rows.place, drafts=True)
        both = rows.agreement(
            "in_force", LAST + timedelta(days=1), LAST + timedelta(days=9),
            municipality_ids=[rows.place, rows.other],
        )  # fmt: skip
        drafted = rows.agreement("draft", None, None, **here)
        rows.party(drafted, rows.place, drafts=True)
        rows.party(drafted, rows.region, drafts=True)

    with pytest.raises(DataLossError) as told:
        migrations.downgrade(migrated, BEFORE)
    migrations.downgrade(migrated, BEFORE, lose=told.value.total)

    with engine.begin() as connection:
        assert _status(connection, alone) == "in_force"
        assert _status(connection, both) == "withdrawn"
        assert _status(connection, drafted) == "withdrawn"
        place = text("select distinct municipality_id from app.agreement")
        assert connection.scalars(place).all() == [rows.place]
    migrations.upgrade(migrated)
    migrations.check(migrated)


def test_what_took_over_from_several_still_names_them_after_the_way_back(
    migrated: Settings, engine: Engine
) -> None:
    with engine.begin() as connection:
        rows = _Rows(connection)
        over = {"replaced_from": LAST + timedelta(days=1)}
        end = LAST + timedelta(days=99)
        local = [
            rows.agreement("superseded", FIRST, end, municipality_ids=[one], **over)
            for one in (rows.place, rows.other)
        ]
        whole = rows.agreement(
            "in_force", LAST + timedelta(days=1), LAST + timedelta(days=999),
            municipality_ids=[rows.place, rows.other], replaces_ids=local,
        )  # fmt: skip
        both = [rows.place, rows.other]
        draft = rows.agreement("draft", None, None, municipality_ids=both, replaces_ids=[whole])

    with pytest.raises(DataLossError) as told:
        migrations.downgrade(migrated, "0049")
    migrations.downgrade(migrated, "0049", lose=told.value.total)
    with engine.connect() as connection:
        named = text("select id, replaces_id from app.agreement where replaces_id is not null")
        assert dict(connection.execute(named).all()) == {whole: local[0], draft: whole}

    migrations.upgrade(migrated)
    migrations.check(migrated)
    with engine.connect() as connection:
        named = text("select id, replaces_ids from app.agreement where replaces_ids <> '{}'")
        found = {id_: set(ids) for id_, ids in connection.execute(named)}
        assert found == {whole: set(local), draft: {whole}}
        held = "select agreement_id from app.in_force(null, :place, :day)"
        for place, one in zip((rows.place, rows.other), local, strict=True):
            for day, holds in ((LAST, one), (LAST + timedelta(days=1), whole)):
                here = {"place": place, "day": day}
                assert connection.scalars(text(held), here).all() == [holds]


def test_a_column_that_was_taken_out_stands_there_again_on_the_way_back(
    migrated: Settings, engine: Engine
) -> None:
    with engine.begin() as connection:
        rows = _Rows(connection)
        made = rows.agreement("shared", FIRST, LAST, municipality_ids=[rows.place])
        rows.party(made, rows.place, drafts=True)
        here = {"county_id": rows.county, "agreement_id": made}
        rows._enter(
            "matrix_column", id=uuid4(), key="polis", label="Polis", position=1, removed_in=3,
            **here,
        )  # fmt: skip
        rows._enter(
            "outline_change", id=uuid4(), kind="party_removed", name="Polisen", before="bound",
            after="", reason="De är delade.", organisation_id=rows.place, author_name="Maja",
            changed_at="2026-01-02", **here,
        )  # fmt: skip

    with pytest.raises(DataLossError) as told:
        migrations.downgrade(migrated, "0053")
    assert "outline_change.reason" in str(told.value)
    migrations.downgrade(migrated, "0053", lose=told.value.total)
    migrations.upgrade(migrated)

    migrations.check(migrated)
    with engine.connect() as connection:
        asked = text("select label from app.matrix_column where removed_in is null")
        assert connection.scalars(asked).all() == ["Polis"]
