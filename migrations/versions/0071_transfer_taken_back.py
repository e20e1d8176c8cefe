"""A request for a transfer taken back, and a no that became a yes: who, when and why."""

from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

UPGRADE = """
alter table app.case_transfer
  add column refused_by text,
  add column refused_on date,
  add column refused_reason text,
  add column withdrawn_by text,
  add column withdrawn_on date,
  add column withdrawn_why text,
  add constraint case_transfer_refused_check
    check (num_nulls(refused_by, refused_on, refused_reason) in (0, 3)
      and (refused_on is null or answer = 'takes_over')),
  add constraint case_transfer_withdrawn_check
    check (num_nulls(withdrawn_by, withdrawn_on, withdrawn_why) in (0, 3)
      and (withdrawn_on is null
        or (answer is distinct from 'takes_over' and applied_on is null)));
"""

DOWNGRADE = """
alter table app.case_transfer
  drop column refused_by, drop column refused_on, drop column refused_reason,
  drop column withdrawn_by, drop column withdrawn_on, drop column withdrawn_why;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
