"""Whose place in a plan somebody was given, when whoever had it left."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        alter table app.participant add column succeeds_id uuid,
          add constraint participant_plan_id_succeeds_id_fkey
            foreign key (plan_id, succeeds_id) references app.participant (plan_id, id)
        """
    )


def downgrade() -> None:
    op.execute("alter table app.participant drop column succeeds_id")
