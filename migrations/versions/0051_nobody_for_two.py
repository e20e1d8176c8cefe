"""Whose doing it is to register a paper, to propose a correction, and to answer either."""

from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

TABLES = ("paper", "paper_answer", "correction", "correction_answer")


def upgrade() -> None:
    for table in TABLES:
        op.execute(f"alter table app.{table} add column account_id uuid references app.account")


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"alter table app.{table} drop column account_id")
