"""What a provider says of somebody is no longer kept with their session: nothing reads it.

It was told to the provider again at sign-out, in an address.
"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table app.session drop column id_token")


def downgrade() -> None:
    # sealed by a key that only its browser has, so there is nothing to put back
    op.execute("alter table app.session add column id_token text not null default ''")
    op.execute("alter table app.session alter column id_token drop default")
