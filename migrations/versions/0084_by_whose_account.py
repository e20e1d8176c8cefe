"""Nobody settles a dispute with themselves, or confirms minutes for two: the accounts are kept."""

from alembic import op

revision = "0084"
down_revision = "0083"
branch_labels = None
depends_on = None

TABLES = ("dispute_settlement", "minutes_confirmation")


def upgrade() -> None:
    for table in TABLES:
        op.execute(
            f"alter table app.{table} add account_id uuid"
            f" constraint {table}_account_id_fkey references app.account (id)"
        )


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"alter table app.{table} drop account_id")
