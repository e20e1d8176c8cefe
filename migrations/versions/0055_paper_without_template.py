"""What is signed on paper is registered also where the county has no template on its subject."""

from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "alter table app.template_version add column for_paper boolean not null default false"
    )


def downgrade() -> None:
    # what was begun from one stays, and the older release shows it among the county's templates
    op.execute("alter table app.template_version drop column for_paper")
