"""What a plan's phase is worked out from: when all had first consented, and when none was made."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter type app.part_seen add attribute is_going boolean")
    op.execute("alter table app.plan add column consented_at timestamptz,"
               " add column not_started_at timestamptz")  # fmt: skip
    op.execute("update app.plan set not_started_at = phase_at where phase = 'not_started'")
    op.execute("update app.plan set consented_at = phase_at"
               " where phase in ('preparing', 'meeting', 'planning', 'following_up', 'closed')"
               )  # fmt: skip


def downgrade() -> None:
    op.execute("alter table app.plan drop column consented_at, drop column not_started_at")
    op.execute("alter type app.part_seen drop attribute is_going")
