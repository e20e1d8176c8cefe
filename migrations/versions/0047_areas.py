"""Where an agreement holds: in one municipality, in several, or in the whole county."""

from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

NO_ROOM = (
    "En äldre version av Samsyn togs i bruk igen. Den har bara plats för överenskommelser som"
    " gäller i en enda kommun och som kommunen själv har börjat på."
)


def upgrade() -> None:
    op.execute(
        "alter table app.agreement add column municipality_ids uuid[],"
        " add column covers_county boolean not null default false,"
        # the previous release enters and reads it meanwhile
        " alter column municipality_id drop not null"
    )
    op.execute("update app.agreement set municipality_ids = array[municipality_id]")
    op.execute("alter table app.agreement alter column municipality_ids set not null")
    op.execute(
        """
        create table app.agreement_area (
          id uuid not null default gen_random_uuid() constraint agreement_area_pkey primary key,
          county_id uuid not null,
          agreement_id uuid not null,
          municipality_id uuid not null,
          constraint agreement_area_agreement_id_municipality_id_key
            unique (agreement_id, municipality_id),
          constraint agreement_area_county_id_agreement_id_fkey
            foreign key (county_id, agreement_id) references app.agreement (county_id, id),
          constraint agreement_area_county_id_municipality_id_fkey
            foreign key (county_id, municipality_id) references app.organisation (county_id, id)
        )
        """
    )
    op.execute(
        "insert into app.agreement_area (county_id, agreement_id, municipality_id)"
        " select county_id, id, municipality_id from app.agreement"
    )
    op.execute(
        "create index agreement_area_municipality_id_agreement_id_idx on app.agreement_area"
        " (municipality_id, agreement_id)"
    )
    op.execute("drop index app.agreement_in_progress_key")
    op.execute("drop index app.agreement_county_id_municipality_id_idx")


def downgrade() -> None:
    op.execute("drop table app.agreement_area")
    op.execute(
        "update app.agreement set status = 'withdrawn', status_at = now(), changed_at = now(),"
        f" withdrawn_by = 'Samsyn', withdrawn_reason = '{NO_ROOM}'"
        " where status <> 'withdrawn' and (covers_county or cardinality(municipality_ids) > 1"
        " or (creator_id <> all (municipality_ids)"
        " and status in ('draft', 'shared', 'decision', 'signing')))"
    )
    op.execute("update app.agreement set municipality_id = municipality_ids[1]")
    op.execute(
        "alter table app.agreement drop column municipality_ids, drop column covers_county,"
        " alter column municipality_id set not null"
    )
    op.execute(
        "create unique index agreement_in_progress_key on app.agreement"
        " (municipality_id, subject_id)"
        " where status in ('draft', 'shared', 'decision', 'signing') and amends_id is null"
    )
    op.execute(
        "create index agreement_county_id_municipality_id_idx on app.agreement"
        " (county_id, municipality_id)"
    )
