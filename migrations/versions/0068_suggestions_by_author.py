"""What waits on somebody is found by who wrote it, not by reading every suggestion."""

from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "create index suggestion_author_id_idx on app.suggestion (author_id)"
        " where status in ('internal', 'published', 'conflict')"
    )


def downgrade() -> None:
    op.execute("drop index app.suggestion_author_id_idx")
