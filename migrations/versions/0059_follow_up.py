"""What agreements follow up: values of indicators, what people say, where results were shown."""

from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

UPGRADE = """
create table app.indicator_value (
  id uuid not null constraint indicator_value_pkey primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  subject_id uuid not null,
  municipality_id uuid not null,
  organisation_id uuid not null,
  fact_key text not null,
  indicator text not null,
  year integer not null,
  version integer not null,
  unit text not null,
  value numeric(12, 2) not null,
  source text not null,
  note text not null,
  reason text not null,
  recorded_by text not null,
  recorded_at timestamptz not null,
  constraint indicator_value_version_key
    unique (municipality_id, subject_id, indicator, year, version),
  constraint indicator_value_county_id_agreement_id_fkey
    foreign key (county_id, agreement_id) references app.agreement (county_id, id),
  constraint indicator_value_county_id_subject_id_fkey
    foreign key (county_id, subject_id) references app.subject (county_id, id),
  constraint indicator_value_county_id_municipality_id_fkey
    foreign key (county_id, municipality_id) references app.organisation (county_id, id),
  constraint indicator_value_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id),
  constraint indicator_value_year_check check (year between 2000 and 2199),
  constraint indicator_value_version_check check (version > 0),
  constraint indicator_value_unit_check check (unit in ('count', 'percent', 'other')),
  constraint indicator_value_value_check
    check (value >= 0 and (unit <> 'percent' or value <= 100)
      and (unit <> 'count' or value = trunc(value))),
  constraint indicator_value_source_check check (btrim(source) <> ''),
  constraint indicator_value_reason_check check (version = 1 or btrim(reason) <> '')
);
create index indicator_value_county_id_idx on app.indicator_value (county_id, subject_id);
create index indicator_value_agreement_id_idx on app.indicator_value (agreement_id);
create table app.user_voice (
  id uuid not null constraint user_voice_pkey primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  organisation_id uuid not null,
  kind text not null,
  title text not null,
  held_on date not null,
  heard integer not null,
  finding text not null,
  recorded_by text not null,
  recorded_at timestamptz not null,
  answer text,
  answered_by text,
  answered_by_id uuid,
  answered_at timestamptz,
  constraint user_voice_county_id_agreement_id_fkey
    foreign key (county_id, agreement_id) references app.agreement (county_id, id),
  constraint user_voice_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id),
  constraint user_voice_county_id_answered_by_id_fkey
    foreign key (county_id, answered_by_id) references app.organisation (county_id, id),
  constraint user_voice_kind_check check (kind in ('survey', 'audit', 'dialogue')),
  constraint user_voice_heard_check check (heard between 0 and 100000),
  constraint user_voice_answer_check
    check (num_nulls(answer, answered_by, answered_by_id, answered_at) in (0, 4))
);
create index user_voice_agreement_id_idx on app.user_voice (agreement_id, held_on);
create table app.result_showing (
  id uuid not null constraint result_showing_pkey primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  organisation_id uuid not null,
  forum text not null,
  shown_on date not null,
  followed text not null,
  recorded_by text not null,
  recorded_at timestamptz not null,
  constraint result_showing_county_id_agreement_id_fkey
    foreign key (county_id, agreement_id) references app.agreement (county_id, id),
  constraint result_showing_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id)
);
create index result_showing_agreement_id_idx on app.result_showing (agreement_id, shown_on);
"""

DOWNGRADE = """
drop table app.result_showing;
drop table app.user_voice;
drop table app.indicator_value;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
