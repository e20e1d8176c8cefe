"""Signing mandates: by which right somebody signs for a party, alone or together with others."""

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

UPGRADE = """
create table app.signing_mandate (
  id uuid primary key,
  county_id uuid not null,
  organisation_id uuid not null,
  body text not null,
  ground text not null,
  valid_from date not null,
  valid_until date,
  needed integer not null,
  places integer not null,
  in_order boolean not null,
  recorded_by text not null,
  recorded_at timestamptz not null,
  ended_at timestamptz,
  ended_by text,
  ended_reason text,
  constraint signing_mandate_county_id_id_key unique (county_id, id),
  constraint signing_mandate_organisation_id_id_key unique (organisation_id, id),
  constraint signing_mandate_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id),
  constraint signing_mandate_days_check check (valid_until >= valid_from),
  constraint signing_mandate_needed_check check (needed between 1 and places)
);
create table app.mandate_holder (
  id uuid primary key,
  county_id uuid not null,
  organisation_id uuid not null,
  mandate_id uuid not null,
  account_id uuid not null constraint mandate_holder_account_id_fkey references app.account (id),
  name text not null,
  place integer not null,
  is_substitute boolean not null,
  constraint mandate_holder_mandate_id_account_id_key unique (mandate_id, account_id),
  constraint mandate_holder_county_id_mandate_id_fkey
    foreign key (county_id, mandate_id) references app.signing_mandate (county_id, id),
  constraint mandate_holder_organisation_id_mandate_id_fkey
    foreign key (organisation_id, mandate_id) references app.signing_mandate (organisation_id, id)
);
create unique index mandate_holder_place_key on app.mandate_holder (mandate_id, place)
  where not is_substitute;
create index mandate_holder_account_id_idx on app.mandate_holder (account_id);
alter table app.signature
  add column mandate_id uuid,
  add column place integer,
  add column authority text not null default '',
  add column stands_in_for text not null default '',
  add column needed integer not null default 1,
  add column completes boolean not null default true,
  drop constraint signature_document_version_id_organisation_id_key,
  add constraint signature_organisation_id_mandate_id_fkey
    foreign key (organisation_id, mandate_id) references app.signing_mandate (organisation_id, id),
  add constraint signature_document_version_id_mandate_id_place_key
    unique (document_version_id, mandate_id, place);
create index signature_document_version_id_idx on app.signature (document_version_id);
"""

# Whoever could sign goes on: their role is what the portal had of a mandate until now.
GIVEN = """
with roles as (
  select distinct on (organisation_id, account_id) * from app.membership
  where role = 'signatory' and ended_at is null
  order by organisation_id, account_id, granted_at),
given as (
  insert into app.signing_mandate (id, county_id, organisation_id, body, ground, valid_from, needed,
    places, in_order, recorded_by, recorded_at)
  select m.id, m.county_id, m.organisation_id, o.name, 'Rollen undertecknare, given i portalen',
    (m.granted_at at time zone 'Europe/Stockholm')::date, 1, 1, false, 'Samsyn', now()
  from roles m join app.organisation o on o.id = m.organisation_id
  returning id)
insert into app.mandate_holder (id, county_id, organisation_id, mandate_id, account_id, name, place,
  is_substitute)
select gen_random_uuid(), m.county_id, m.organisation_id, m.id, a.id, a.name, 1, false
from roles m join app.account a on a.id = m.account_id;
"""

# The older release takes one signature for a whole party's: what does not complete one goes, and so
# does what others signed together with the one that does, whose names it keeps.
DOWNGRADE = """
create temporary table whole on commit drop as
select (array_agg(id order by completes desc, signed_at desc, id))[1] as id, array_agg(id) as every,
  bool_or(completes) as is_whole, string_agg(name, ', ' order by signed_at, id) as name,
  string_agg(title, ', ' order by signed_at, id) as title
from app.signature group by document_version_id, organisation_id;
delete from app.signature_evidence e using whole w
where e.signature_id = any (w.every) and (e.signature_id <> w.id or not w.is_whole);
delete from app.signature s using whole w
where s.id = any (w.every) and (s.id <> w.id or not w.is_whole);
update app.signature s set name = w.name, title = w.title from whole w where s.id = w.id;
drop table whole;
drop index app.signature_document_version_id_idx;
alter table app.signature
  drop constraint signature_organisation_id_mandate_id_fkey,
  drop constraint signature_document_version_id_mandate_id_place_key,
  drop column mandate_id, drop column place, drop column authority, drop column stands_in_for,
  drop column needed, drop column completes,
  add constraint signature_document_version_id_organisation_id_key
    unique (document_version_id, organisation_id);
drop table app.mandate_holder;
drop table app.signing_mandate;
"""


def upgrade() -> None:
    op.execute(UPGRADE)
    op.execute(GIVEN)


def downgrade() -> None:
    op.execute(DOWNGRADE)
