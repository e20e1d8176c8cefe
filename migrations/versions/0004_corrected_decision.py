"""Who has put a recorded decision right, and when."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table app.decision add column corrected_by text,"
               " add column corrected_at timestamptz")  # fmt: skip


def downgrade() -> None:
    op.execute("alter table app.decision drop column corrected_by, drop column corrected_at")
