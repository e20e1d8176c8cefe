"""How long before a meeting the agreement lets people be asked, as it was when they were."""

from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table app.meeting add column notice jsonb")


def downgrade() -> None:
    op.execute("alter table app.meeting drop column notice")
