"""Forms that were sent when their session had just ended: sealed, until they are given back."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        create table app.kept_form (
          id uuid primary key,
          key_hash bytea not null,
          account_id uuid not null references app.account,
          organisation_id uuid not null references app.organisation,
          form_sealed bytea not null,
          kept_at timestamptz not null,
          expires_at timestamptz not null
        )
    """)
    op.execute("create index kept_form_account_id_idx on app.kept_form (account_id)")
    op.execute("create index kept_form_expires_at_idx on app.kept_form (expires_at)")


def downgrade() -> None:
    op.execute("drop table app.kept_form")
