"""No row that its readers stumble over: the log's details are an object, a mail's page is ours."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CHECKS = {
    ("audit_entry", "audit_entry_details_check"): "jsonb_typeof(details::jsonb) = 'object'",
    ("outbox", "outbox_page_check"): "plan_id is not null"
    " or path ~ '^/([a-z0-9-]+(/[a-z0-9-]+)*)?$'",
}


def upgrade() -> None:
    for (table, name), check in CHECKS.items():
        op.execute(f"alter table app.{table} add constraint {name} check ({check}) not valid")
        # a row that is worse than that is let be: nothing is ever taken out of the log
        op.execute(
            f"do $$ begin alter table app.{table} validate constraint {name};"
            " exception when check_violation or data_exception then null; end $$"
        )


def downgrade() -> None:
    for table, name in reversed(CHECKS):
        op.execute(f"alter table app.{table} drop constraint {name}")
