"""What has been asked about in a plan: children, violence, a god man, aftercare, instruments."""

from alembic import op

revision = "0078"
down_revision = "0077"
branch_labels = None
depends_on = None

UPGRADE = """
create table app.asked (
  id uuid not null constraint asked_pkey primary key,
  county_id uuid not null,
  plan_id uuid not null,
  from_party uuid not null,
  kind text not null,
  tool text,
  asked_on date not null,
  asked_by text not null,
  said_sealed bytea,
  recorded_by text not null,
  recorded_at timestamptz not null,
  settled_at timestamptz,
  settled_by text,
  constraint asked_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references app.plan (county_id, id),
  constraint asked_county_id_from_party_fkey
    foreign key (county_id, from_party) references app.organisation (county_id, id),
  constraint asked_kind_check check (kind in ('children', 'violence', 'god_man', 'aftercare',
    'instrument', 'own_plan')),
  constraint asked_tool_check check (tool in ('asi', 'adad', 'audit', 'dudit', 'dok', 'ungdok',
    'freda', 'genomforandeplan', 'vardplan', 'lss_plan', 'rehabiliteringsplan', 'other')),
  constraint asked_settled_check check (num_nonnulls(settled_at, settled_by) in (0, 2))
);
create index asked_plan_id_idx on app.asked (plan_id);
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute("drop table app.asked")
