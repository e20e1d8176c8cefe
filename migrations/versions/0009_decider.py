"""Whose doing the record of a decision is: nobody decides or signs for two parties."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table app.decision add column account_id uuid references app.account")


def downgrade() -> None:
    op.execute("alter table app.decision drop column account_id")
