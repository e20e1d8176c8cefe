"""An agreement takes over from several others at once: one for the county from the local ones."""

from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # `replaces_id` stays for the previous release, which enters and reads the first of them
    op.execute("alter table app.agreement add column replaces_ids uuid[] not null default '{}'")
    op.execute(
        "update app.agreement a set replaces_ids = array[a.replaces_id] || array("
        # others that it took over from, where this release had been in use before
        " select o.id from app.agreement o where o.county_id = a.county_id"
        " and o.subject_id = a.subject_id and o.amends_id is null and o.status = 'superseded'"
        " and o.replaced_from = a.valid_from and o.municipality_ids <@ a.municipality_ids"
        " and a.status in ('in_force', 'superseded') and o.id <> a.replaces_id"
        " and not exists (select from app.agreement x where x.replaces_id = o.id)"
        " order by o.valid_from, o.id) where a.replaces_id is not null"
    )
    op.execute("create index agreement_replaces_ids_idx on app.agreement using gin (replaces_ids)")


def downgrade() -> None:
    # each one's last day stays: it was taken over from, whichever is named
    op.execute("update app.agreement set replaces_id = replaces_ids[1]")
    op.execute("alter table app.agreement drop column replaces_ids")
