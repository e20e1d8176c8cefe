"""Somebody asks for a plan, before there is any: sealed under a key of its own."""

from alembic import op

revision = "0097"
down_revision = "0096"
branch_labels = None
depends_on = None

UPGRADE = """
create table app.plan_request (
  id uuid not null constraint plan_request_pkey primary key,
  county_id uuid not null,
  organisation_id uuid not null,
  wrapped bytea,
  master_version integer not null,
  content_sealed bytea not null,
  asked_at timestamptz not null,
  taken_by uuid constraint plan_request_taken_by_fkey references app.account,
  taken_by_name text,
  taken_at timestamptz,
  outcome text,
  settled_by text,
  settled_at timestamptz,
  constraint plan_request_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id),
  constraint plan_request_outcome_check check (outcome in ('noted', 'not_needed', 'not_reached')),
  constraint plan_request_taken_check
    check (num_nonnulls(taken_by, taken_by_name, taken_at) in (0, 3)),
  constraint plan_request_settled_check
    check (num_nonnulls(outcome, settled_by, settled_at) in (0, 3)
    and (settled_at is null) = (wrapped is not null))
);
create index plan_request_organisation_id_idx on app.plan_request (organisation_id)
  where settled_at is null;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute("drop table app.plan_request")
