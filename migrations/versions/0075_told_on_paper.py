"""Who never signs in is told on paper of meetings too, and that somebody has taken over."""

from alembic import op

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None

WITHOUT = """
  'answer', 'withdrawal', 'annulled', 'disclosed', 'disclosure_ended',
  'representatives', 'details', 'protection', 'version', 'written',
  'suggested',
  'version_answer', 'survey', 'reply', 'closed', 'reopened',
  'not_started', 'paper'
"""
WITH = f"""{WITHOUT.rstrip()}, 'meeting', 'handed_over'
"""


def upgrade() -> None:
    _allow(WITH)


def downgrade() -> None:
    op.execute("delete from app.person_notice where kind in ('meeting', 'handed_over')")
    _allow(WITHOUT)


def _allow(kinds: str) -> None:
    op.execute("alter table app.person_notice drop constraint person_notice_kind_check")
    op.execute(
        "alter table app.person_notice add constraint person_notice_kind_check"
        f" check (kind in ({kinds}))"
    )
