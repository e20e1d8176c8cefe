"""A suggestion quotes somebody's words: it says whose they are, and nobody reads it who may not."""

from alembic import op

revision = "0083"
down_revision = "0082"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table app.word_suggestion add words_party uuid")
    op.execute(
        """
        update app.word_suggestion s set words_party = coalesce(
          (select x.from_party from app.plan_text x where x.id = s.subject_id),
          (select x.from_party from app.goal x where x.id = s.subject_id),
          (select x.from_party from app.action x where x.id = s.subject_id), s.from_party)
        """
    )
    op.execute("alter table app.word_suggestion alter words_party set not null")
    op.execute(
        """
        alter table app.word_suggestion add words_disclosure text generated always as
          (plan_id::text || ':' || words_party::text || ':' || category) stored
        """
    )


def downgrade() -> None:
    op.execute("alter table app.word_suggestion drop words_disclosure")
    op.execute("alter table app.word_suggestion drop words_party")
