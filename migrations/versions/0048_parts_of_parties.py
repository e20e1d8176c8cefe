"""What each party does in an agreement: drafts, decides, signs, or is only asked for its view."""

from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

NO_ROOM = (
    "En äldre version av Samsyn togs i bruk igen. Där beslutar och skriver alla parter under, och"
    " bara en skriver utkastet."
)


def upgrade() -> None:
    op.execute(
        "alter table app.agreement_party add column drafts boolean not null default false,"
        " add column decides boolean not null default true,"
        " add column signs boolean not null default true"
    )
    op.execute(
        "update app.agreement_party p set drafts = true from app.agreement a"
        " where a.id = p.agreement_id and a.creator_id = p.organisation_id"
    )
    op.execute("alter table app.matrix_column alter column organisation_id drop not null")


def downgrade() -> None:
    op.execute(
        "update app.agreement a set status = 'withdrawn', status_at = now(), changed_at = now(),"
        f" withdrawn_by = 'Samsyn', withdrawn_reason = '{NO_ROOM}'"
        " where a.status in ('draft', 'shared', 'decision', 'signing')"
        " and exists (select from app.agreement_party p where p.agreement_id = a.id"
        " and (not p.decides or not p.signs"
        " or (p.drafts and p.organisation_id <> a.creator_id)))"
    )
    # a column for every municipality of an area was the beginner's in what the older release reads
    op.execute(
        "update app.matrix_column k set organisation_id = a.municipality_id from app.agreement a"
        " where a.id = k.agreement_id and k.organisation_id is null"
    )
    op.execute("alter table app.matrix_column alter column organisation_id set not null")
    op.execute(
        "alter table app.agreement_party drop column drafts, drop column decides, drop column signs"
    )
