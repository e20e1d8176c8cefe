"""What readiness finds in a section's text is kept beside it.

The release before knows nothing of it: what that writes meanwhile has a `checked_version` that is
not its version, and is read anew by whoever asks. So are the texts that are here already.
"""

from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        alter table app.section
          add column is_empty boolean not null default false,
          add column gaps integer not null default 0,
          add column checked_version integer not null default 0""")


def downgrade() -> None:
    op.execute("""
        alter table app.section
          drop column is_empty, drop column gaps, drop column checked_version""")
