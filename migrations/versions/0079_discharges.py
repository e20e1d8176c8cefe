"""When somebody was said to be ready to leave hospital: the call is due three days later."""

from alembic import op

revision = "0079"
down_revision = "0078"
branch_labels = None
depends_on = None

UPGRADE = """
create table app.discharge (
  id uuid not null constraint discharge_pkey primary key,
  county_id uuid not null,
  plan_id uuid not null,
  from_party uuid not null,
  ready_on date not null,
  recorded_by text not null,
  recorded_at timestamptz not null,
  undone_at timestamptz,
  undone_by text,
  constraint discharge_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references app.plan (county_id, id),
  constraint discharge_county_id_from_party_fkey
    foreign key (county_id, from_party) references app.organisation (county_id, id),
  constraint discharge_undone_check check (num_nonnulls(undone_at, undone_by) in (0, 2))
);
create unique index discharge_standing_key on app.discharge (plan_id) where undone_at is null;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute("drop table app.discharge")
