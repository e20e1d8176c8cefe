"""No row that its readers stumble over: the log's details are an object, a mail's page is ours."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # what is there already is let be: nothing is ever taken out of the log
    op.execute(
        "alter table app.audit_entry add constraint audit_entry_details_check"
        " check (jsonb_typeof(details::jsonb) = 'object') not valid"
    )
    op.execute(
        "alter table app.outbox add constraint outbox_page_check"
        " check (plan_id is not null or path ~ '^/([a-z0-9-]+(/[a-z0-9-]+)*)?$') not valid"
    )


def downgrade() -> None:
    op.execute("alter table app.outbox drop constraint outbox_page_check")
    op.execute("alter table app.audit_entry drop constraint audit_entry_details_check")
