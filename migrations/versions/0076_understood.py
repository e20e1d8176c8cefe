"""What somebody private needs so that they understand and are understood: language, interpreter."""

from alembic import op

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table app.plan_person add column understood_sealed bytea")


def downgrade() -> None:
    op.execute("alter table app.plan_person drop column understood_sealed")
