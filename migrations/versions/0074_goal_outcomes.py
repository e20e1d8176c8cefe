"""How far each goal had come at a follow-up; and that nobody else does anything in a plan."""

from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None

EARLIER = (
    "'need', 'matters', 'purpose', 'long_term_goal', 'not_started_reason', 'note', 'signs',"
    " 'helps', 'whom_to_call', 'network'"
)
KINDS = f"{EARLIER}, 'outcome'"
UPGRADE = """
alter table app.plan add column nobody_else boolean not null default false;
alter table app.plan_text add constraint plan_text_plan_id_id_key unique (plan_id, id);
alter table app.follow_up add constraint follow_up_plan_id_id_key unique (plan_id, id);
create table app.goal_outcome (
  id uuid not null constraint goal_outcome_pkey primary key,
  county_id uuid not null,
  plan_id uuid not null,
  follow_up_id uuid not null,
  goal_id uuid not null,
  outcome text not null,
  text_id uuid,
  recorded_by text not null,
  recorded_at timestamptz not null,
  constraint goal_outcome_follow_up_id_goal_id_key unique (follow_up_id, goal_id),
  constraint goal_outcome_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references app.plan (county_id, id),
  constraint goal_outcome_plan_id_follow_up_id_fkey
    foreign key (plan_id, follow_up_id) references app.follow_up (plan_id, id),
  constraint goal_outcome_plan_id_goal_id_fkey
    foreign key (plan_id, goal_id) references app.goal (plan_id, id) on delete cascade,
  constraint goal_outcome_plan_id_text_id_fkey
    foreign key (plan_id, text_id) references app.plan_text (plan_id, id) on delete cascade,
  constraint goal_outcome_outcome_check check (outcome in ('reached', 'partly', 'not_yet'))
);
create index goal_outcome_plan_id_idx on app.goal_outcome (plan_id);
"""
# an older release has no heading for the words: they are kept as notes of whoever wrote them
DOWNGRADE = """
drop table app.goal_outcome;
alter table app.follow_up drop constraint follow_up_plan_id_id_key;
alter table app.plan_text drop constraint plan_text_plan_id_id_key;
alter table app.plan drop column nobody_else;
update app.plan_text set kind = 'note' where kind = 'outcome';
"""


def upgrade() -> None:
    op.execute(UPGRADE)
    _allow(KINDS)


def downgrade() -> None:
    op.execute(DOWNGRADE)
    _allow(EARLIER)


def _allow(kinds: str) -> None:
    op.execute(
        "alter table app.plan_text drop constraint plan_text_kind_check,"
        f" add constraint plan_text_kind_check check (kind in ({kinds}))"
    )
