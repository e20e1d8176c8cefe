"""Somebody who was ready to leave hospital has been admitted again: the three days begin anew."""

from alembic import op

revision = "0094"
down_revision = "0093"
branch_labels = None
depends_on = None

UPGRADE = """
alter table app.discharge add column readmitted_on date, add column readmitted_at timestamptz,
  add column readmitted_by text,
  add constraint discharge_readmitted_check
    check (num_nonnulls(readmitted_on, readmitted_at, readmitted_by) in (0, 3));
drop index app.discharge_standing_key;
create unique index discharge_standing_key on app.discharge (plan_id)
  where undone_at is null and readmitted_at is null;
"""
DOWNGRADE = """
update app.discharge set undone_at = readmitted_at, undone_by = readmitted_by
where undone_at is null and readmitted_at is not null;
drop index app.discharge_standing_key;
alter table app.discharge drop column readmitted_on, drop column readmitted_at,
  drop column readmitted_by;
create unique index discharge_standing_key on app.discharge (plan_id) where undone_at is null;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
