"""Readings that are chained when their page has been made."""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

# unlogged: no row is there for longer than its transaction
UPGRADE = """
create unlogged table app.reading_due (
  id uuid constraint reading_due_pkey primary key,
  county_id uuid not null,
  stream uuid not null,
  logged bigint not null,
  organisation_id uuid not null,
  account_id uuid not null,
  session_id uuid not null,
  details text not null
)
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute("drop table app.reading_due")
