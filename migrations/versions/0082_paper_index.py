"""Nothing asks any more for all agreements that are signed on paper: each says it of itself."""

from alembic import op

revision = "0082"
down_revision = "0081"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("drop index app.agreement_on_paper_idx")


def downgrade() -> None:
    op.execute("create index agreement_on_paper_idx on app.agreement (id) where on_paper")
