"""An addendum: text and measures of an agreement that are others from a day on."""

from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "alter table app.agreement add column amends_text boolean not null default false,"
        " add constraint agreement_amends_text_check"
        " check (not amends_text or (amends_id is not null and renews_id is not null))"
    )


def downgrade() -> None:
    # the older release would take it for a prolongation
    op.execute(
        "update app.agreement set status = 'withdrawn', status_at = now(), changed_at = now(),"
        " withdrawn_by = 'Samsyn', withdrawn_reason = 'En äldre version av Samsyn togs i bruk"
        " igen. Den har inga tillägg.' where amends_text and status <> 'withdrawn'"
    )
    op.execute("alter table app.agreement drop column amends_text")
