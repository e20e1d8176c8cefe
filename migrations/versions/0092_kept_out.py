"""Whom nothing of a plan is to reach, for somebody's safety."""

from alembic import op

revision = "0092"
down_revision = "0091"
branch_labels = None
depends_on = None

UPGRADE = """
create table app.kept_out (
  id uuid not null constraint kept_out_pkey primary key,
  county_id uuid not null,
  plan_id uuid not null,
  from_party uuid not null,
  person_id uuid not null,
  recorded_by text not null,
  recorded_at timestamptz not null,
  undone_at timestamptz,
  undone_by text,
  constraint kept_out_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references app.plan (county_id, id),
  constraint kept_out_county_id_from_party_fkey
    foreign key (county_id, from_party) references app.organisation (county_id, id),
  constraint kept_out_plan_id_person_id_fkey
    foreign key (plan_id, person_id) references app.plan_person (plan_id, id),
  constraint kept_out_undone_check check (num_nonnulls(undone_at, undone_by) in (0, 2))
);
create unique index kept_out_standing_key on app.kept_out (person_id) where undone_at is null;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute("drop table app.kept_out")
