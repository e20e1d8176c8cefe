"""Agreements without a last day came later: the way back gives them one, and up again takes it."""

from uuid import UUID, uuid4

from sqlalchemy import Engine, Text, cast, column, select, table, text

from portal import database as migrations
from portal.config import Settings
from tests.architecture.test_migration_of_signing import Signed

BEFORE, AT = "0040", "0041"
FAR = "2999-12-31"


def _days(engine: Engine, *columns: str) -> dict[UUID, tuple[object, ...]]:
    wanted = [column("id"), *(cast(column(name), Text) for name in columns)]
    with engine.connect() as connection:
        found = connection.execute(select(*wanted).select_from(table("agreement", schema="app")))
        return {row[0]: tuple(row[1:]) for row in found}


def test_what_has_no_last_day_gets_one_on_the_way_back_and_loses_it_again(
    migrated: Settings, engine: Engine
) -> None:
    migrations.downgrade(migrated, AT)
    with engine.begin() as connection:
        rows = Signed(connection)
        of = {"subject_id": connection.scalar(text("select id from app.subject"))}
        openly = rows.agreement("in_force", "2026-01-01", None, open_ended=True, **of)
        prolonged = rows.agreement("in_force", "2027-01-01", "2027-12-31", open_ended=True, **of)
        ends = rows.agreement(
            "in_force", "2020-01-01", None, open_ended=True, ends_on="2020-05-05", **of
        )
        plain = rows.agreement("in_force", "2019-01-01", "2019-12-31", **of)
        _suggest(rows, openly)

    before = _days(engine, "valid_until", "last_day", "open_ended")
    migrations.downgrade(migrated, BEFORE, lose=5)

    assert _days(engine, "valid_until", "prolonged_until", "last_day") == {
        rows.agreed: (None, None, None),
        openly: (FAR, None, FAR),
        prolonged: ("2027-12-31", FAR, FAR),
        ends: (FAR, None, "2020-05-05"),
        plain: ("2019-12-31", None, "2019-12-31"),
    }
    migrations.upgrade(migrated)
    assert _days(engine, "valid_until", "last_day", "open_ended") == before
    assert before[prolonged] == ("2027-12-31", None, "true")
    with engine.connect() as connection:
        (term,) = connection.scalars(text("select term from app.suggestion"))
    assert term == {
        "from": {"valid_from": None, "valid_until": "2027-01-01", "review_on": None},
        "to": {"valid_from": None, "valid_until": None, "review_on": None, "open_ended": "yes"},
    }


def _suggest(rows: Signed, agreement: UUID) -> None:
    no_days = '"valid_from": null, "review_on": null'
    rows._enter(
        "suggestion",
        id=uuid4(),
        county_id=rows.county,
        agreement_id=agreement,
        base_version=1,
        term=f'{{"from": {{{no_days}, "valid_until": "2027-01-01"}},'
        f' "to": {{{no_days}, "valid_until": null, "open_ended": "yes"}}}}',
        reason="",
        status="published",
        organisation_id=rows.place,
        author_id=rows.account,
        author_name="Maja",
        created_at="2026-01-01",
    )
