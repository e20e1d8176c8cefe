"""Indexes for the reviewers' pages: what staff have read, and who works where.

The one of the log answers the review of readings by itself, without the rows.
"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

UPGRADE = """
drop index app.audit_entry_organisation_id_at_idx;
create index audit_entry_organisation_id_at_id_idx on app.audit_entry (organisation_id, at, id)
  include (account_id, stream, action);
create index membership_organisation_id_account_id_idx on app.membership
  (organisation_id, account_id);
"""

DOWNGRADE = """
drop index app.membership_organisation_id_account_id_idx;
drop index app.audit_entry_organisation_id_at_id_idx;
create index audit_entry_organisation_id_at_idx on app.audit_entry (organisation_id, at);
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
