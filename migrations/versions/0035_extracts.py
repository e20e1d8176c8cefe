"""Extracts of the minutes beside the decisions that they are of."""

from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

UPGRADE = """
alter table app.decision
  add constraint decision_agreement_id_id_key unique (agreement_id, id);
create table app.decision_extract (
  id uuid primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  decision_id uuid not null,
  suffix text not null,
  content bytea,
  size integer not null,
  sha256 text not null,
  added_by text not null,
  added_at timestamptz not null,
  removed_by text,
  removed_at timestamptz,
  constraint decision_extract_agreement_id_decision_id_fkey
    foreign key (agreement_id, decision_id) references app.decision (agreement_id, id),
  constraint decision_extract_content_check check ((content is null) = (removed_at is not null)),
  constraint decision_extract_size_check check (size between 1 and 1900000),
  constraint decision_extract_suffix_check check (suffix in ('pdf', 'png', 'jpg'))
);
create index decision_extract_decision_id_idx on app.decision_extract (decision_id);
"""

DOWNGRADE = """
drop table app.decision_extract;
alter table app.decision drop constraint decision_agreement_id_id_key;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
