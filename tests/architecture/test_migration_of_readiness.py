"""What parties had said of shared texts came to be said of one text: there and back, with data."""

from uuid import uuid4

import pytest
from sqlalchemy import Engine, text

from portal import database as migrations
from portal.config import Settings
from portal.database import DataLossError

BEFORE, AFTER = "0041", "0042"
PLACES = ("county", "home", "region", "police", "subject", "template", "agreement", "account")
IDS = {one: str(uuid4()) for one in PLACES}
# a shared draft: the region has read it, then something is adopted, and then the police have, too
ROWS = """
insert into app.county (id, key, name, code) values ('<county>', 'prov', 'Provlän', '99');
insert into app.organisation (id, county_id, key, kind, name, short_name, sort_key) values
  ('<home>', '<county>', 'hemma', 'municipality', 'Hemma', 'Hemma', 'h'),
  ('<region>', '<county>', null, 'region', 'Regionen', 'Regionen', 'r'),
  ('<police>', '<county>', null, 'police', 'Polisen', 'Polisen', 'p');
insert into app.account (id, issuer, subject, name, created_at)
  values ('<account>', 'https://idp.example.se', '1', 'Maja', '2026-01-01');
insert into app.subject (id, county_id, key, position, name, name_en, target_group,
  target_group_en, legal)
  values ('<subject>', '<county>', 'amne', 1, 'Ämne', 'Subject', 'Alla', 'All', '[]');
insert into app.template_version (id, county_id, subject_id, key, edition, name, source, adopted,
  source_sha256, published_at)
  values ('<template>', '<county>', '<subject>', 'mall', '1', 'Mall', '', '', '', '2026-01-01');
insert into app.agreement (id, county_id, municipality_id, template_version_id, subject_id, title,
  status, status_at, created_at, changed_at, creator_id, creator_name, revision, matrix_revision)
  values ('<agreement>', '<county>', '<home>', '<template>', '<subject>', 'Utkast', 'shared',
    '2026-02-01', '2026-01-01', '2026-02-01', '<home>', 'Maja', 7, 1);
insert into app.agreement_party (id, county_id, agreement_id, organisation_id, position, joined_at)
select gen_random_uuid(), '<county>', '<agreement>', id, 1, '2026-02-01' from app.organisation
where county_id = '<county>';
insert into app.suggestion (id, county_id, agreement_id, base_version, term, reason, status,
  organisation_id, author_id, author_name, created_at, published_at, closed_at)
  values (gen_random_uuid(), '<county>', '<agreement>', 1, '{}', 'För att.', 'adopted', '<home>',
    '<account>', 'Maja', '2026-02-03', '2026-02-03', '2026-02-05');
insert into app.party_reading (id, county_id, agreement_id, organisation_id, read_by, read_at)
values
  (gen_random_uuid(), '<county>', '<agreement>', '<region>', 'Nils', '2026-02-02'),
  (gen_random_uuid(), '<county>', '<agreement>', '<police>', 'Petra', '2026-02-06');
"""
SAID_AGAIN = """
insert into app.party_reading (id, county_id, agreement_id, organisation_id, kind, revision,
  read_by, read_at)
values
  (gen_random_uuid(), '<county>', '<agreement>', '<region>', 'ready', 7, 'Nora', '2026-02-07'),
  (gen_random_uuid(), '<county>', '<agreement>', '<home>', 'read', 7, 'Maja', '2026-02-07');
"""


def _with_ids(statement: str) -> str:
    for place, made in IDS.items():
        statement = statement.replace(f"<{place}>", made)
    return statement


def _enter(engine: Engine, rows: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(_with_ids(rows)))


def _said(engine: Engine, asked: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(asked))]


def test_what_was_said_is_of_the_text_as_it_was_then(migrated: Settings, engine: Engine) -> None:
    migrations.downgrade(migrated, BEFORE)
    _enter(engine, ROWS)
    migrations.upgrade(migrated)
    migrations.check(migrated)

    asked = "select read_by, kind, revision from app.party_reading order by read_at"
    assert _said(engine, asked) == [("Nils", "ready", 6), ("Petra", "ready", 7)]
    ready = text("select app.has_said_ready(:agreement, :party)")
    with engine.connect() as connection:
        due = connection.scalar(text("select due_on > now() from app.agreement"))
        found = {
            party: connection.scalar(ready, {"agreement": IDS["agreement"], "party": IDS[party]})
            for party in ("home", "region", "police")
        }
    assert due
    assert found == {"home": False, "region": False, "police": True}


def test_the_way_back_keeps_the_last_word_of_each(migrated: Settings, engine: Engine) -> None:
    migrations.downgrade(migrated, AFTER)
    _enter(engine, ROWS + SAID_AGAIN)
    with pytest.raises(DataLossError) as told:
        migrations.downgrade(migrated, BEFORE)
    assert "party_reading" in str(told.value)
    migrations.downgrade(migrated, BEFORE, lose=told.value.total)

    asked = "select read_by from app.party_reading order by read_at"
    assert _said(engine, asked) == [("Petra",), ("Nora",)]
    migrations.upgrade(migrated)
    migrations.check(migrated)
