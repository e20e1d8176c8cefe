"""Why a municipality's part of a plan is kept longer than five years."""

from alembic import op

revision = "0090"
down_revision = "0089"
branch_labels = None
depends_on = None

UPGRADE = """
create table app.kept_longer (
  id uuid not null constraint kept_longer_pkey primary key,
  county_id uuid not null,
  plan_id uuid not null,
  from_party uuid not null,
  ground text not null,
  kept_until date,
  recorded_by text not null,
  recorded_at timestamptz not null,
  undone_at timestamptz,
  undone_by text,
  constraint kept_longer_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references app.plan (county_id, id),
  constraint kept_longer_county_id_from_party_fkey
    foreign key (county_id, from_party) references app.organisation (county_id, id),
  constraint kept_longer_ground_check
    check (ground in ('parenthood', 'adoption', 'placed', 'child_inquiry', 'research')),
  constraint kept_longer_kept_until_check
    check ((ground = 'child_inquiry') = (kept_until is not null)),
  constraint kept_longer_undone_check check (num_nonnulls(undone_at, undone_by) in (0, 2))
);
create unique index kept_longer_standing_key on app.kept_longer (plan_id, from_party, ground)
  where undone_at is null;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute("drop table app.kept_longer")
