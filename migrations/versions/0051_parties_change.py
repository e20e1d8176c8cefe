"""A column of the matrix is taken out and stays; who takes part is changed, with a reason."""

from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table app.matrix_column add column removed_in integer")
    op.execute("alter table app.outline_change add column reason text not null default ''")


def downgrade() -> None:
    # a column that was taken out stands there again, with nothing said in it
    op.execute("alter table app.outline_change drop column reason")
    op.execute("alter table app.matrix_column drop column removed_in")
