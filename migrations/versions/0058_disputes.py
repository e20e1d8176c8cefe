"""Disputes: the ladder of the agreement, what each side says, and what it came to."""

from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

UPGRADE = """
create table app.dispute (
  id uuid not null constraint dispute_pkey primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  deviation_id uuid,
  opener_id uuid not null,
  other_id uuid not null,
  municipality_id uuid not null,
  section text not null,
  section_key text not null,
  place text not null,
  question text not null,
  meanwhile text not null,
  opened_by text not null,
  opened_at timestamptz not null,
  level integer not null,
  due_on date,
  settled_at timestamptz,
  constraint dispute_county_id_id_key unique (county_id, id),
  constraint dispute_county_id_agreement_id_fkey
    foreign key (county_id, agreement_id) references app.agreement (county_id, id),
  constraint dispute_county_id_deviation_id_fkey
    foreign key (county_id, deviation_id) references app.deviation (county_id, id),
  constraint dispute_county_id_municipality_id_fkey
    foreign key (county_id, municipality_id) references app.organisation (county_id, id),
  constraint dispute_agreement_id_opener_id_fkey foreign key (agreement_id, opener_id)
    references app.agreement_party (agreement_id, organisation_id),
  constraint dispute_agreement_id_other_id_fkey foreign key (agreement_id, other_id)
    references app.agreement_party (agreement_id, organisation_id),
  constraint dispute_sides_check check (opener_id <> other_id),
  constraint dispute_due_on_check check (settled_at is null or due_on is null)
);
create index dispute_county_id_opened_at_idx on app.dispute (county_id, opened_at, id);
create index dispute_agreement_id_idx on app.dispute (agreement_id);
create index dispute_deviation_id_idx on app.dispute (deviation_id);
create index dispute_opener_id_idx on app.dispute (opener_id, opened_at);
create index dispute_other_id_idx on app.dispute (other_id, opened_at);
create index dispute_due_idx on app.dispute (due_on) where settled_at is null;
create table app.dispute_level (
  id uuid not null constraint dispute_level_pkey primary key,
  county_id uuid not null,
  dispute_id uuid not null,
  number integer not null,
  forum text not null,
  opener_function text not null,
  other_function text not null,
  working_days integer,
  days integer,
  started_on date,
  due_on date,
  ended_on date,
  outcome text,
  lifted_by text,
  constraint dispute_level_dispute_id_number_key unique (dispute_id, number),
  constraint dispute_level_county_id_dispute_id_fkey
    foreign key (county_id, dispute_id) references app.dispute (county_id, id),
  constraint dispute_level_clock_check
    check (num_nonnulls(working_days, days) <= 1 and coalesce(working_days, days, 1) > 0),
  constraint dispute_level_outcome_check
    check ((outcome is null or outcome in ('lifted', 'out_of_time', 'settled'))
      and (outcome is null) = (ended_on is null))
);
create table app.dispute_statement (
  id uuid not null constraint dispute_statement_pkey primary key,
  county_id uuid not null,
  dispute_id uuid not null,
  number integer not null,
  organisation_id uuid not null,
  statement text not null,
  said_by text not null,
  said_at timestamptz not null,
  constraint dispute_statement_county_id_dispute_id_fkey
    foreign key (county_id, dispute_id) references app.dispute (county_id, id),
  constraint dispute_statement_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id)
);
create index dispute_statement_dispute_id_idx on app.dispute_statement (dispute_id);
create table app.dispute_reference (
  id uuid not null constraint dispute_reference_pkey primary key,
  county_id uuid not null,
  dispute_id uuid not null,
  organisation_id uuid not null,
  reference text not null,
  constraint dispute_reference_dispute_id_organisation_id_key unique (dispute_id, organisation_id),
  constraint dispute_reference_county_id_dispute_id_fkey
    foreign key (county_id, dispute_id) references app.dispute (county_id, id),
  constraint dispute_reference_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id)
);
create table app.dispute_settlement (
  id uuid not null constraint dispute_settlement_pkey primary key,
  county_id uuid not null,
  dispute_id uuid not null,
  organisation_id uuid not null,
  answers_id uuid not null,
  pays text not null,
  from_day date not null,
  outcome text not null,
  proposed_by text not null,
  proposed_at timestamptz not null,
  status text not null,
  reason text not null,
  answered_by text,
  answered_at timestamptz,
  constraint dispute_settlement_county_id_dispute_id_fkey
    foreign key (county_id, dispute_id) references app.dispute (county_id, id),
  constraint dispute_settlement_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id),
  constraint dispute_settlement_county_id_answers_id_fkey
    foreign key (county_id, answers_id) references app.organisation (county_id, id),
  constraint dispute_settlement_status_check check (status in ('open', 'agreed', 'refused')),
  constraint dispute_settlement_answered_check
    check (num_nulls(answered_by, answered_at) = case status when 'open' then 2 else 0 end),
  constraint dispute_settlement_reason_check check (status <> 'refused' or btrim(reason) <> '')
);
create unique index dispute_settlement_open_key on app.dispute_settlement (dispute_id)
  where status <> 'refused';
create index dispute_settlement_dispute_id_idx on app.dispute_settlement (dispute_id);
"""

DOWNGRADE = """
drop table app.dispute_settlement;
drop table app.dispute_reference;
drop table app.dispute_statement;
drop table app.dispute_level;
drop table app.dispute;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
