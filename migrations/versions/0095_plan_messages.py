"""What the person, or somebody near, and those who handle the plan write to each other."""

from alembic import op

revision = "0095"
down_revision = "0094"
branch_labels = None
depends_on = None

UPGRADE = """
create table app.plan_message (
  id uuid not null constraint plan_message_pkey primary key,
  county_id uuid not null,
  plan_id uuid not null,
  person_id uuid not null,
  from_party uuid not null,
  text_sealed bytea not null,
  written_by text not null,
  written_at timestamptz not null,
  settled_at timestamptz,
  settled_by text,
  constraint plan_message_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references app.plan (county_id, id),
  constraint plan_message_plan_id_person_id_fkey
    foreign key (plan_id, person_id) references app.plan_person (plan_id, id),
  constraint plan_message_settled_check check (num_nonnulls(settled_at, settled_by) in (0, 2))
);
create index plan_message_plan_id_idx on app.plan_message (plan_id, person_id, written_at);
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute("drop table app.plan_message")
