"""When a measure was decided, by whom, and from when it is to be given."""

from alembic import op

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None

UPGRADE = """
alter table app.action
  add column decided_on date,
  add column decider_sealed bytea,
  add column starts_on date;
"""
DOWNGRADE = """
alter table app.action
  drop column decided_on,
  drop column decider_sealed,
  drop column starts_on;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
