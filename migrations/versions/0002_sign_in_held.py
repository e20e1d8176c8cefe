"""What a sign-in is held to: the organisation it named, the number it showed, each logout once."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # null: the provider named no organisation
    op.execute("alter table app.session add column organisation_number text")
    # null: linked without a number, or before this was kept
    op.execute("alter table app.plan_person add column proved_index bytea")
    op.execute(
        "create table app.spent_logout ("
        " token_hash bytea primary key, kept_until timestamptz not null)"
    )
    op.execute("create index spent_logout_kept_until_idx on app.spent_logout (kept_until)")


def downgrade() -> None:
    op.execute("drop table app.spent_logout")
    op.execute("alter table app.plan_person drop column proved_index")
    op.execute("alter table app.session drop column organisation_number")
