"""Columns are taken out and stay, parties change for a reason, annexes are searched."""

from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table app.matrix_column add column removed_in integer")
    op.execute("alter table app.outline_change add column reason text not null default ''")
    op.execute(
        "alter table app.annex_version add column search tsvector generated always as ("
        " array_to_tsvector(array['county' || replace(county_id::text, '-', '')])"
        " || to_tsvector('swedish', title || ' ' || coalesce(text, ''))) stored"
    )
    op.execute("create index annex_version_search_idx on app.annex_version using gin (search)")


def downgrade() -> None:
    # a column that was taken out stands there again, with nothing said in it
    op.execute("alter table app.annex_version drop column search")
    op.execute("alter table app.outline_change drop column reason")
    op.execute("alter table app.matrix_column drop column removed_in")
