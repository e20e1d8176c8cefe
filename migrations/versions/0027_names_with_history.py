"""Organisations and units with former names, what became of them, and their keys in the file."""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

UPGRADE = """
alter table app.organisation
  add column key text,
  add column former_names jsonb not null default '[]',
  add constraint organisation_county_id_key_key unique (county_id, key);
alter table app.unit
  add column former_names jsonb not null default '[]',
  add column closed_at timestamptz;
create table app.organisation_change (
  id uuid not null constraint organisation_change_pkey primary key,
  county_id uuid not null,
  organisation_id uuid not null,
  unit_id uuid,
  kind text not null,
  from_day date not null,
  at timestamptz not null,
  made_by text,
  reason text not null,
  was text,
  name text,
  short_name text,
  sort_key text,
  applied_at timestamptz,
  constraint organisation_change_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id),
  constraint organisation_change_organisation_id_unit_id_fkey
    foreign key (organisation_id, unit_id) references app.unit (organisation_id, id),
  constraint organisation_change_kind_check
    check (kind in ('added', 'renamed', 'unit_renamed', 'unit_closed'))
);
create index organisation_change_organisation_id_idx on app.organisation_change (organisation_id);
"""

DOWNGRADE = """
drop table app.organisation_change;
alter table app.unit drop column former_names, drop column closed_at;
alter table app.organisation drop constraint organisation_county_id_key_key,
  drop column key, drop column former_names;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
