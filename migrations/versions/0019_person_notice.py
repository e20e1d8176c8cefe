"""What a plan's owners are told of what others did, read on their page or handed over on paper."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

UPGRADE = """
create table app.person_notice (
  id uuid not null constraint person_notice_pkey primary key,
  county_id uuid not null,
  plan_id uuid not null,
  person_id uuid not null,
  kind text not null,
  at timestamptz not null,
  by_name text not null,
  organisation_id uuid,
  read_at timestamptz,
  handed_over_at timestamptz,
  handed_over_by text,
  constraint person_notice_plan_id_person_id_kind_at_key unique (plan_id, person_id, kind, at),
  constraint person_notice_county_id_plan_id_fkey foreign key (county_id, plan_id)
    references app.plan (county_id, id),
  constraint person_notice_plan_id_person_id_fkey foreign key (plan_id, person_id)
    references app.plan_person (plan_id, id),
  constraint person_notice_kind_check check (kind in ('answer', 'withdrawal', 'annulled',
    'disclosed', 'disclosure_ended', 'representatives', 'details', 'protection', 'version',
    'written', 'version_answer', 'survey', 'reply', 'closed', 'not_started', 'paper')),
  constraint person_notice_handed_over_check
    check ((handed_over_at is null) = (handed_over_by is null))
);
"""

DOWNGRADE = """
drop table app.person_notice;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
