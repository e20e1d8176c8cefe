"""How a plan was closed: why, how each goal and measure went, and that it was undone."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

UPGRADE = (
    """
    create table app.closing (
      id uuid not null constraint closing_pkey primary key,
      county_id uuid not null,
      plan_id uuid not null,
      reason text not null,
      closed_at timestamptz not null,
      closed_by text not null,
      undone_at timestamptz,
      undone_by text,
      undone_reason text,
      constraint closing_county_id_plan_id_fkey
        foreign key (county_id, plan_id) references app.plan (county_id, id),
      constraint closing_plan_id_id_key unique (plan_id, id),
      constraint closing_reason_check check (reason in ('goals_reached', 'not_needed',
        'person_wishes', 'consent_ended', 'moved', 'other_plan', 'died', 'other')),
      constraint closing_undone_reason_check check (undone_reason in ('mistake', 'wrong_plan',
        'goes_on', 'something_left')),
      constraint closing_undone_check check (num_nonnulls(undone_at, undone_by, undone_reason)
        in (0, 3))
    )
    """,
    """
    create table app.closing_outcome (
      id uuid not null constraint closing_outcome_pkey primary key,
      county_id uuid not null,
      plan_id uuid not null,
      closing_id uuid not null,
      goal_id uuid,
      action_id uuid,
      outcome text not null,
      constraint closing_outcome_county_id_plan_id_fkey
        foreign key (county_id, plan_id) references app.plan (county_id, id),
      constraint closing_outcome_plan_id_closing_id_fkey
        foreign key (plan_id, closing_id) references app.closing (plan_id, id),
      constraint closing_outcome_plan_id_goal_id_fkey
        foreign key (plan_id, goal_id) references app.goal (plan_id, id) on delete cascade,
      constraint closing_outcome_plan_id_action_id_fkey
        foreign key (plan_id, action_id) references app.action (plan_id, id) on delete cascade,
      constraint closing_outcome_outcome_check
        check (outcome in ('reached', 'not_reached', 'moved_on')),
      constraint closing_outcome_one_part_check check (num_nonnulls(goal_id, action_id) = 1)
    )
    """,
    "create index closing_outcome_plan_id_idx on app.closing_outcome (plan_id)",
)


def upgrade() -> None:
    for statement in UPGRADE:
        op.execute(statement)


def downgrade() -> None:
    op.execute("drop table app.closing_outcome")
    op.execute("drop table app.closing")
