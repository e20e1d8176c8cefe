"""A third side may join a dispute that has begun: by whose word, and when."""

from alembic import op

revision = "0099"
down_revision = "0098"
branch_labels = None
depends_on = None

UPGRADE = """
alter table app.dispute add third_by text, add third_at timestamptz;
alter table app.dispute add constraint dispute_joined_check
  check (num_nonnulls(third_by, third_at) in (0, 2));
"""
DOWNGRADE = "alter table app.dispute drop column third_by, drop column third_at"


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
