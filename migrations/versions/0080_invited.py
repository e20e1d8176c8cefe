"""Sight says whom consent lets in: what comes next in a plan does not fold it once more."""

from alembic import op

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter type app.part_seen add attribute invited uuid[]")


def downgrade() -> None:
    op.execute("alter type app.part_seen drop attribute invited")
