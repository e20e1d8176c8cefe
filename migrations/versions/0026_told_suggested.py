"""That somebody suggests a change in the person's own words is told as well."""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

WITHOUT = """
  'answer', 'withdrawal', 'annulled', 'disclosed', 'disclosure_ended',
  'representatives', 'details', 'protection', 'version', 'written',
  'version_answer', 'survey', 'reply', 'closed', 'reopened',
  'not_started', 'paper'
"""
WITH = """
  'answer', 'withdrawal', 'annulled', 'disclosed', 'disclosure_ended',
  'representatives', 'details', 'protection', 'version', 'written',
  'suggested',
  'version_answer', 'survey', 'reply', 'closed', 'reopened',
  'not_started', 'paper'
"""


def upgrade() -> None:
    _allow(WITH)


def downgrade() -> None:
    op.execute("delete from app.person_notice where kind = 'suggested'")
    _allow(WITHOUT)


def _allow(kinds: str) -> None:
    op.execute("alter table app.person_notice drop constraint person_notice_kind_check")
    op.execute(
        "alter table app.person_notice add constraint person_notice_kind_check"
        f" check (kind in ({kinds}))"
    )
