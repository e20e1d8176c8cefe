"""Why somebody whose say counts is kept out of a plan, and which second handler confirmed it."""

from alembic import op

revision = "0100"
down_revision = "0099"
branch_labels = None
depends_on = None

UPGRADE = """
alter table app.kept_out
  add column reason_sealed bytea,
  add column kept_by uuid constraint kept_out_kept_by_fkey references app.account,
  add column confirm_by date,
  add column confirmed_at timestamptz,
  add column confirmed_by uuid constraint kept_out_confirmed_by_fkey references app.account,
  add column confirmed_by_name text,
  add constraint kept_out_by_two_check
    check (num_nonnulls(reason_sealed, kept_by, confirm_by) in (0, 3)),
  add constraint kept_out_confirmed_check
    check (num_nonnulls(confirmed_at, confirmed_by, confirmed_by_name) in (0, 3)
    and (confirmed_at is null or confirm_by is not null)),
  add constraint kept_out_two_check check (confirmed_by <> kept_by);
"""

DOWNGRADE = """
alter table app.kept_out
  drop column confirmed_by_name, drop column confirmed_by, drop column confirmed_at,
  drop column confirm_by, drop column kept_by, drop column reason_sealed;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
