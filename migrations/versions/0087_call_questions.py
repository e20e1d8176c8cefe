"""What those who are called ask before they answer, and what they are told."""

from alembic import op

revision = "0087"
down_revision = "0086"
branch_labels = None
depends_on = None

UPGRADE = """
create table app.call_question (
  id uuid not null constraint call_question_pkey primary key,
  county_id uuid not null,
  plan_id uuid not null,
  call_id uuid not null,
  inquiry text not null,
  asked_at timestamptz not null,
  asked_by text not null,
  answer_sealed bytea,
  answered_at timestamptz,
  answered_by text,
  constraint call_question_call_id_inquiry_key unique (call_id, inquiry),
  constraint call_question_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references app.plan (county_id, id),
  constraint call_question_plan_id_call_id_fkey
    foreign key (plan_id, call_id) references app.call (plan_id, id),
  constraint call_question_inquiry_check
    check (inquiry in ('who', 'when', 'distance', 'prepare', 'telephone')),
  constraint call_question_answered_check
    check (num_nonnulls(answer_sealed, answered_at, answered_by) in (0, 3))
);
create index call_question_plan_id_idx on app.call_question (plan_id);
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute("drop table app.call_question")
