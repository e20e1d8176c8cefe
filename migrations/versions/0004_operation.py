"""What an operator is told by: which keys the database was given, and when each job last ran."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("create table app.key_check (name text primary key, value bytea not null)")
    op.execute(
        "create table app.job_run (name text primary key, began_at timestamptz not null,"
        " ended_at timestamptz, outcome text, done_at timestamptz)"
    )


def downgrade() -> None:
    op.execute("drop table app.key_check, app.job_run")
