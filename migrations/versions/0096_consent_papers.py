"""The signed paper of an answer about consent, as a file under the plan's key."""

from alembic import op

revision = "0096"
down_revision = "0095"
branch_labels = None
depends_on = None

UPGRADE = """
create table app.consent_paper (
  id uuid not null constraint consent_paper_pkey primary key,
  county_id uuid not null,
  plan_id uuid not null,
  act_id uuid not null,
  from_party uuid not null,
  suffix text not null,
  content_sealed bytea,
  added_by text not null,
  added_at timestamptz not null,
  removed_by text,
  removed_at timestamptz,
  constraint consent_paper_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references app.plan (county_id, id),
  constraint consent_paper_plan_id_act_id_fkey
    foreign key (plan_id, act_id) references app.consent_act (plan_id, id),
  constraint consent_paper_county_id_from_party_fkey
    foreign key (county_id, from_party) references app.organisation (county_id, id),
  constraint consent_paper_suffix_check check (suffix in ('pdf', 'png', 'jpg')),
  constraint consent_paper_removed_check check (num_nonnulls(removed_at, removed_by) in (0, 2)
    and (removed_at is null) = (content_sealed is not null))
);
create unique index consent_paper_act_id_key on app.consent_paper (plan_id, act_id)
  where removed_at is null;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute("drop table app.consent_paper")
