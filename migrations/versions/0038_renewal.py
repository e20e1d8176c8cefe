"""An agreement that is renewed from the text of an earlier one says which."""

from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "alter table app.agreement add column renews_id uuid,"
        " add constraint agreement_county_id_renews_id_fkey"
        " foreign key (county_id, renews_id) references app.agreement (county_id, id)"
    )


def downgrade() -> None:
    op.execute("alter table app.agreement drop column renews_id")
