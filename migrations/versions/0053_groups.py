"""Groups that meet, their meetings, what they decide, and their minutes."""

from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

UPGRADE = """
create table app.working_group (
  id uuid not null constraint working_group_pkey primary key,
  county_id uuid not null,
  kind text not null,
  name text not null,
  agreement_id uuid,
  covers_county boolean not null,
  convener_id uuid not null,
  every integer,
  unit text,
  formed_by text not null,
  formed_at timestamptz not null,
  ended_at timestamptz,
  ended_by text,
  ended_reason text,
  constraint working_group_county_id_id_key unique (county_id, id),
  constraint working_group_county_id_agreement_id_fkey
    foreign key (county_id, agreement_id) references app.agreement (county_id, id),
  constraint working_group_county_id_convener_id_fkey
    foreign key (county_id, convener_id) references app.organisation (county_id, id),
  constraint working_group_kind_check check (kind in ('steering', 'managers', 'caseworkers',
    'county', 'children', 'prevention', 'other')),
  constraint working_group_unit_check check (unit in ('weeks', 'months', 'years')),
  constraint working_group_series_check
    check ((every is null) = (unit is null) and every between 1 and 60)
);
create index working_group_agreement_id_idx on app.working_group (agreement_id);
create index working_group_convener_id_idx on app.working_group (convener_id);
create table app.group_member (
  id uuid not null constraint group_member_pkey primary key,
  county_id uuid not null,
  group_id uuid not null,
  organisation_id uuid not null,
  function text not null,
  confirms boolean not null,
  joined_at timestamptz not null,
  left_at timestamptz,
  constraint group_member_group_id_id_key unique (group_id, id),
  constraint group_member_county_id_group_id_fkey
    foreign key (county_id, group_id) references app.working_group (county_id, id),
  constraint group_member_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id)
);
create unique index group_member_function_key on app.group_member
  (group_id, organisation_id, function) where left_at is null;
create index group_member_organisation_id_idx on app.group_member (organisation_id);
create table app.group_meeting (
  id uuid not null constraint group_meeting_pkey primary key,
  county_id uuid not null,
  group_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  place text not null,
  status text not null,
  revision integer not null,
  planned_by text not null,
  planned_at timestamptz not null,
  cancelled_reason text,
  agenda jsonb not null,
  present_ids uuid[] not null,
  minutes text not null,
  minutes_revision integer not null,
  minutes_by text,
  minutes_at timestamptz,
  confirmer_ids uuid[] not null,
  fixed_at timestamptz,
  constraint group_meeting_group_id_id_key unique (group_id, id),
  constraint group_meeting_county_id_group_id_fkey
    foreign key (county_id, group_id) references app.working_group (county_id, id),
  constraint group_meeting_status_check check (status in ('planned', 'held', 'cancelled')),
  constraint group_meeting_times_check check (ends_at > starts_at)
);
create index group_meeting_group_id_starts_at_idx on app.group_meeting (group_id, starts_at);
create table app.group_point (
  id uuid not null constraint group_point_pkey primary key,
  county_id uuid not null,
  group_id uuid not null,
  organisation_id uuid not null,
  text text not null,
  made_by text not null,
  made_at timestamptz not null,
  removed_at timestamptz,
  settled_at_id uuid,
  constraint group_point_county_id_group_id_fkey
    foreign key (county_id, group_id) references app.working_group (county_id, id),
  constraint group_point_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id),
  constraint group_point_group_id_settled_at_id_fkey
    foreign key (group_id, settled_at_id) references app.group_meeting (group_id, id)
);
create index group_point_group_id_idx on app.group_point (group_id);
create table app.group_decision (
  id uuid not null constraint group_decision_pkey primary key,
  county_id uuid not null,
  group_id uuid not null,
  meeting_id uuid not null,
  text text not null,
  member_id uuid not null,
  due_on date not null,
  decided_by text not null,
  decided_at timestamptz not null,
  done_at timestamptz,
  done_by text,
  done_note text,
  constraint group_decision_county_id_group_id_fkey
    foreign key (county_id, group_id) references app.working_group (county_id, id),
  constraint group_decision_group_id_meeting_id_fkey
    foreign key (group_id, meeting_id) references app.group_meeting (group_id, id),
  constraint group_decision_group_id_member_id_fkey
    foreign key (group_id, member_id) references app.group_member (group_id, id)
);
create index group_decision_group_id_idx on app.group_decision (group_id);
create table app.minutes_confirmation (
  id uuid not null constraint minutes_confirmation_pkey primary key,
  county_id uuid not null,
  group_id uuid not null,
  meeting_id uuid not null,
  organisation_id uuid not null,
  revision integer not null,
  confirmed_by text not null,
  confirmed_at timestamptz not null,
  constraint minutes_confirmation_meeting_id_organisation_id_revision_key
    unique (meeting_id, organisation_id, revision),
  constraint minutes_confirmation_county_id_group_id_fkey
    foreign key (county_id, group_id) references app.working_group (county_id, id),
  constraint minutes_confirmation_group_id_meeting_id_fkey
    foreign key (group_id, meeting_id) references app.group_meeting (group_id, id),
  constraint minutes_confirmation_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id)
);
create table app.minutes_correction (
  id uuid not null constraint minutes_correction_pkey primary key,
  county_id uuid not null,
  group_id uuid not null,
  meeting_id uuid not null,
  organisation_id uuid not null,
  text text not null,
  corrected_by text not null,
  corrected_at timestamptz not null,
  constraint minutes_correction_county_id_group_id_fkey
    foreign key (county_id, group_id) references app.working_group (county_id, id),
  constraint minutes_correction_group_id_meeting_id_fkey
    foreign key (group_id, meeting_id) references app.group_meeting (group_id, id),
  constraint minutes_correction_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id)
);
create index minutes_correction_meeting_id_idx on app.minutes_correction (meeting_id);
"""

DOWNGRADE = """
drop table app.minutes_correction;
drop table app.minutes_confirmation;
drop table app.group_decision;
drop table app.group_point;
drop table app.group_meeting;
drop table app.group_member;
drop table app.working_group;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
