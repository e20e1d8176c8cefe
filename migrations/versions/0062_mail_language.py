"""What somebody wants their mail in."""

from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
alter table app.account add column mail_language text not null default 'both',
  add constraint account_mail_language_check check (mail_language in ('both', 'sv', 'en'));
""")


def downgrade() -> None:
    op.execute("alter table app.account drop column mail_language")
