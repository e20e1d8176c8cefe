"""A change that staff suggest in what the person has written: the person says yes or no."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        create table app.word_suggestion (
          id uuid not null constraint word_suggestion_pkey primary key,
          county_id uuid not null,
          plan_id uuid not null,
          from_party uuid not null,
          category text not null,
          disclosure text generated always as
            (plan_id::text || ':' || from_party::text || ':' || category) stored,
          subject_kind text not null,
          subject_id uuid not null,
          said_sealed bytea not null,
          made_by text not null,
          made_at timestamptz not null,
          answer text,
          answered_by text,
          answered_at timestamptz,
          constraint word_suggestion_county_id_fkey foreign key (county_id, plan_id)
            references app.plan (county_id, id),
          constraint ck_word_suggestion_subject_kind
            check (subject_kind in ('plan_text', 'goal', 'action')),
          constraint ck_word_suggestion_answer check (answer in ('accepted', 'declined')),
          constraint ck_word_suggestion_answered
            check (num_nonnulls(answer, answered_by, answered_at) in (0, 3))
        )
        """
    )
    op.execute("create index word_suggestion_plan_id_idx on app.word_suggestion (plan_id)")


def downgrade() -> None:
    op.execute("drop table app.word_suggestion")
