"""For whom somebody acted in an agreement, which the mail about it names."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table app.outbox add column sender_id uuid")


def downgrade() -> None:
    op.execute("alter table app.outbox drop column sender_id")
