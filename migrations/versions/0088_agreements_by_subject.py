"""Agreements are found by their subject, and by how long they hold.

The board asks one subject of a county, and what holds today is a tenth of what has held: both were
found by reading every agreement of the county.
"""

from alembic import op

revision = "0088"
down_revision = "0087"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("create index agreement_subject_id_idx on app.agreement (subject_id)")
    op.execute(
        "create index agreement_county_id_last_day_idx on app.agreement (county_id, last_day)"
    )


def downgrade() -> None:
    op.execute("drop index app.agreement_county_id_last_day_idx")
    op.execute("drop index app.agreement_subject_id_idx")
