"""A mandate beside the person is decided on as other changes are; where one writes to by post."""

from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

TWO = "alter table app.consenter_change drop constraint consenter_change_two_check"
CHECK = (
    "alter table app.consenter_change add constraint consenter_change_two_check check ("
    "kind in ({kinds}) or outcome is distinct from 'confirmed' or settled_by <> proposed_by)"
)


def upgrade() -> None:
    op.execute("alter table app.organisation add column contact_address text")
    op.execute(TWO)
    op.execute(CHECK.format(kinds="'asked', 'beside'"))


def downgrade() -> None:
    op.execute(
        "delete from app.consenter_change"
        " where kind = 'beside' and outcome = 'confirmed' and settled_by = proposed_by"
    )
    op.execute(TWO)
    op.execute(CHECK.format(kinds="'asked'"))
    op.execute("alter table app.organisation drop column contact_address")
