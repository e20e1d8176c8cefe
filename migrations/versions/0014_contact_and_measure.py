"""Whom one calls at an organisation, and what the measure of a deviation is called."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table app.organisation add column contact_name text,"
               " add column contact_phone text, add column contact_email text")  # fmt: skip
    op.execute("alter table app.plan_deviation add column measure text")
    op.execute("update app.plan_deviation d set measure = r.title from app.matrix_row r"
               " where r.agreement_id = d.agreement_id and r.key = d.row_key")  # fmt: skip


def downgrade() -> None:
    op.execute("alter table app.plan_deviation drop column measure")
    op.execute("alter table app.organisation drop column contact_name,"
               " drop column contact_phone, drop column contact_email")  # fmt: skip
