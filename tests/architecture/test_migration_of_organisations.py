"""Organisations came to have a history and to end later: the way back and here again, with data."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text

from portal import database as migrations
from portal.config import Settings
from portal.database import DataLossError

NAMES, ENDINGS = "0027", "0028"

PLACES = ("county", "old", "new", "police", "template", "draft", "signed")
IDS = {one: str(uuid4()) for one in PLACES}
OLD, NEW, POLICE = (UUID(IDS[one]) for one in ("old", "new", "police"))
DRAFT, SIGNED = IDS["draft"], IDS["signed"]
# a municipality that was merged into another, which had another name
ORGANISATIONS = """
insert into app.county (id, key, name, code) values ('<county>', 'prov', 'Provlän', '99');
insert into app.organisation (id, county_id, key, kind, name, short_name, sort_key, former_names,
  closed_at)
values
  ('<old>', '<county>', 'gamla', 'municipality', 'Gamla', 'Gamla', 'g', '[]', '2026-03-01'),
  ('<new>', '<county>', 'nya', 'municipality', 'Nya', 'Nya', 'n',
    '[{"name": "Nyss", "until": "2026-02-01T00:00:00+00:00", "before": "2026-02-01"}]', null),
  ('<police>', '<county>', null, 'police', 'Polisen', 'Polisen', 'p', '[]', null);
insert into app.unit (id, county_id, organisation_id, key, name, sort_key, closed_at)
  values (gen_random_uuid(), '<county>', '<new>', 'enhet', 'Enheten', 'e', '2026-02-01');
insert into app.organisation_change (id, county_id, organisation_id, kind, from_day, at, reason,
  was, name, applied_at)
  values (gen_random_uuid(), '<county>', '<new>', 'renamed', '2026-02-01', '2026-02-01', 'Beslut.',
    'Nyss', 'Nya', '2026-02-01');
"""
# what the merger did to a draft, and to an agreement that both had signed before
ENDED = """
update app.organisation set ended_on = '2026-03-01', successor_id = '<new>' where id = '<old>';
insert into app.organisation_change (id, county_id, organisation_id, kind, from_day, at, reason,
  was, other_id, applied_at)
  values (gen_random_uuid(), '<county>', '<old>', 'merged', '2026-03-01', '2026-03-01', 'Beslut.',
    'Gamla', '<new>', '2026-03-01');
insert into app.template_version (id, county_id, key, edition, name, source, adopted,
  source_sha256, published_at)
  values ('<template>', '<county>', 'mall', '1', 'Mall', '', '', '', '2026-01-01');
insert into app.agreement (id, county_id, municipality_id, template_version_id, title, status,
  status_at, created_at, changed_at, creator_id, creator_name, revision, matrix_revision,
  valid_from, valid_until)
values
  ('<draft>', '<county>', '<new>', '<template>', 'Utkast', 'shared', '2026-01-01', '2026-01-01',
    '2026-01-01', '<new>', 'Maja', 1, 1, null, null),
  ('<signed>', '<county>', '<new>', '<template>', 'Gäller', 'in_force', '2026-01-01', '2026-01-01',
    '2026-01-01', '<old>', 'Maja', 1, 1, '2026-01-01', '2028-01-01');
insert into app.agreement_party (id, county_id, agreement_id, organisation_id, position, joined_at,
  left_at, succeeds_id)
select gen_random_uuid(), '<county>', g.id, o.id::uuid, 1, '2026-01-01', o.ended::timestamptz,
  o.after::uuid
from app.agreement g, (values ('<old>', '2026-03-01', null), ('<new>', null, '<old>'),
  ('<police>', null, null)) o (id, ended, after)
where g.county_id = '<county>';
insert into app.matrix_column (id, county_id, agreement_id, key, label, organisation_id, position)
select gen_random_uuid(), '<county>', g.id, 'kommunen', 'Kommunen', '<new>', 1
from app.agreement g where g.county_id = '<county>';
insert into app.party_reading (id, county_id, agreement_id, organisation_id, read_by, read_at)
  values (gen_random_uuid(), '<county>', '<draft>', '<old>', 'Maja', '2026-02-01');
"""


def _at(settings: Settings, engine: Engine, revision: str, *rows: str) -> None:
    """A database that has come so far, with rows in it."""
    migrations.downgrade(settings, revision)
    with engine.begin() as connection:
        for statement in rows:
            connection.execute(text(_with_ids(statement)))


def _with_ids(statement: str) -> str:
    for place, made in IDS.items():
        statement = statement.replace(f"<{place}>", made)
    return statement


def _back(settings: Settings, revision: str) -> str:
    """Go back, whatever goes with it; answers what that was."""
    with pytest.raises(DataLossError) as told:
        migrations.downgrade(settings, revision)
    migrations.downgrade(settings, revision, lose=told.value.total)
    return str(told.value)


PARTIES = "select organisation_id from app.agreement_party where agreement_id = :id"
STILL = f"{PARTIES} and left_at is null"


def _parties(engine: Engine, agreement: str, asked: str = PARTIES) -> set[UUID]:
    with engine.connect() as connection:
        return set(connection.scalars(text(asked), {"id": agreement}))


def _ask(engine: Engine, statement: str) -> list[object]:
    with engine.connect() as connection:
        return list(connection.scalars(text(statement)))


def test_the_way_back_leaves_each_agreement_with_whoever_has_it(
    migrated: Settings, engine: Engine
) -> None:
    _at(migrated, engine, ENDINGS, ORGANISATIONS, ENDED)
    _back(migrated, NAMES)

    # nobody waits for one that is closed; where it signed it stays
    assert _parties(engine, DRAFT) == {NEW, POLICE}
    assert _parties(engine, SIGNED) == {OLD, NEW, POLICE}
    owners = "select distinct municipality_id from app.agreement"
    assert _ask(engine, owners) == [NEW]
    assert _ask(engine, "select distinct organisation_id from app.matrix_column") == [NEW]
    assert _ask(engine, "select kind from app.organisation_change") == ["renamed"]

    migrations.upgrade(migrated)
    migrations.check(migrated)
    # the one that is closed is no party that anybody waits for
    for one in (DRAFT, SIGNED):
        assert _parties(engine, one, STILL) == {NEW, POLICE}
    ended = "select name from app.organisation where not app.is_offered(id)"
    assert _ask(engine, ended) == ["Gamla"]


def test_the_way_back_from_names_keeps_what_everything_is_called(
    migrated: Settings, engine: Engine
) -> None:
    _at(migrated, engine, NAMES, ORGANISATIONS)
    said = _back(migrated, "0026")
    assert "organisation_change" in said
    names = "select name from app.organisation union all select name from app.unit order by 1"
    everything = ["Enheten", "Gamla", "Nya", "Polisen"]
    assert _ask(engine, names) == everything

    migrations.upgrade(migrated)
    migrations.check(migrated)
    assert _ask(engine, names) == everything
    assert _ask(engine, "select distinct former_names from app.organisation") == [[]]
