"""Guard SIP: who sees which row, worked out from the consent ledger at each query."""

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
