"""What is said beside the plan's texts, and what units are called, has a category."""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # what was said before has none: it is for its own party, and for whose the plan is
    op.execute("alter table app.call add column contribution_category text")
    op.execute("alter table app.attendance add column note_category text,"
               " add column reply_noted_by text")  # fmt: skip
    op.execute("alter table app.plan_approval add column comment_category text")
    op.execute("alter table app.plan_placing add column from_party uuid, add column category text")
    op.execute(
        """
        update app.plan_placing x set from_party = a.from_party, category = a.category
        from app.action a where x.kind = 'action_unit' and a.id = x.subject_id
        """
    )
    op.execute(
        """
        update app.plan_placing x set from_party = p.organisation_id
        from app.participant p where x.kind = 'participant_unit' and p.id = x.subject_id
        """
    )


def downgrade() -> None:
    op.execute("alter table app.plan_placing drop column category, drop column from_party")
    op.execute("alter table app.plan_approval drop column comment_category")
    op.execute("alter table app.attendance drop column reply_noted_by, drop column note_category")
    op.execute("alter table app.call drop column contribution_category")
