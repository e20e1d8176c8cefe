"""Competence: needs, courses, and the fifteen steps by which a new method is introduced."""

from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

UPGRADE = """
create table app.competence_need (
  id uuid not null constraint competence_need_pkey primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  organisation_id uuid not null,
  need text not null,
  whom text not null,
  found_on date not null,
  found_by text not null,
  recorded_by text not null,
  recorded_at timestamptz not null,
  constraint competence_need_agreement_id_id_key unique (agreement_id, id),
  constraint competence_need_county_id_agreement_id_fkey
    foreign key (county_id, agreement_id) references app.agreement (county_id, id),
  constraint competence_need_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id)
);
create index competence_need_agreement_id_idx on app.competence_need (agreement_id, found_on);
create table app.course (
  id uuid not null constraint course_pkey primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  organisation_id uuid not null,
  need_id uuid,
  title text not null,
  whom text not null,
  planned_on date not null,
  planned_by text not null,
  planned_at timestamptz not null,
  came integer,
  outcome text,
  reported_by text,
  reported_at timestamptz,
  constraint course_county_id_agreement_id_fkey
    foreign key (county_id, agreement_id) references app.agreement (county_id, id),
  constraint course_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id),
  constraint course_agreement_id_need_id_fkey
    foreign key (agreement_id, need_id) references app.competence_need (agreement_id, id),
  constraint course_came_check check (came between 0 and 100000),
  constraint course_reported_check
    check (num_nulls(outcome, reported_by, reported_at) in (0, 3)
      and (came is null or reported_at is not null))
);
create index course_agreement_id_idx on app.course (agreement_id, planned_on);
create table app.new_method (
  id uuid not null constraint new_method_pkey primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  municipality_id uuid not null,
  organisation_id uuid not null,
  title text not null,
  manager text not null,
  begun_by text not null,
  begun_at timestamptz not null,
  constraint new_method_county_id_id_key unique (county_id, id),
  constraint new_method_title_key unique (agreement_id, municipality_id, title),
  constraint new_method_county_id_agreement_id_fkey
    foreign key (county_id, agreement_id) references app.agreement (county_id, id),
  constraint new_method_county_id_municipality_id_fkey
    foreign key (county_id, municipality_id) references app.organisation (county_id, id),
  constraint new_method_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id)
);
create index new_method_county_id_idx on app.new_method (county_id);
create table app.method_step (
  id uuid not null constraint method_step_pkey primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  method_id uuid not null,
  organisation_id uuid not null,
  number integer not null,
  done_on date not null,
  whom text not null,
  note text not null,
  suffix text,
  content bytea,
  size integer,
  sha256 text,
  recorded_by text not null,
  recorded_at timestamptz not null,
  undone_by text,
  undone_reason text,
  undone_at timestamptz,
  constraint method_step_county_id_method_id_fkey
    foreign key (county_id, method_id) references app.new_method (county_id, id),
  constraint method_step_county_id_agreement_id_fkey
    foreign key (county_id, agreement_id) references app.agreement (county_id, id),
  constraint method_step_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id),
  constraint method_step_number_check check (number between 1 and 15),
  constraint method_step_suffix_check check (suffix in ('pdf', 'png', 'jpg')),
  constraint method_step_size_check check (size between 1 and 1900000),
  constraint method_step_file_check check (num_nulls(suffix, size, sha256) in (0, 3)),
  constraint method_step_content_check
    check ((content is null) = (suffix is null or undone_at is not null)),
  constraint method_step_undone_check
    check (num_nulls(undone_by, undone_reason, undone_at) in (0, 3))
);
create unique index method_step_number_key on app.method_step (method_id, number)
  where undone_at is null;
create index method_step_method_id_idx on app.method_step (method_id);
"""

DOWNGRADE = """
drop table app.method_step;
drop table app.new_method;
drop table app.course;
drop table app.competence_need;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
