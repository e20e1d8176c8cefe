"""The plan of activities of an agreement in force."""

from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None

UPGRADE = """
create table app.activity (
  id uuid not null constraint activity_pkey primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  organisation_id uuid not null,
  owner_id uuid not null,
  whom text not null,
  what text not null,
  due_on date not null,
  planned_by text not null,
  planned_at timestamptz not null,
  is_done boolean,
  result text,
  ended_by text,
  ended_at timestamptz,
  constraint activity_county_id_agreement_id_fkey
    foreign key (county_id, agreement_id) references app.agreement (county_id, id),
  constraint activity_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id),
  constraint activity_county_id_owner_id_fkey
    foreign key (county_id, owner_id) references app.organisation (county_id, id),
  constraint activity_ended_check
    check (num_nulls(is_done, result, ended_by, ended_at) in (0, 4))
);
create index activity_agreement_id_idx on app.activity (agreement_id, due_on);
create index activity_owner_id_idx on app.activity (owner_id, ended_at);
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute("drop table app.activity")
