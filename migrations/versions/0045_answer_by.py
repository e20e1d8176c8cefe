"""Until when a suggestion is to be answered."""

from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table app.suggestion add column answer_by date")


def downgrade() -> None:
    op.execute("alter table app.suggestion drop column answer_by")
