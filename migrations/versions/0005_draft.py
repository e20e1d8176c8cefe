"""What somebody is writing and has not published, sealed and theirs alone."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        create table app.draft (
          id uuid primary key,
          county_id uuid not null,
          organisation_id uuid not null,
          account_id uuid not null references app.account,
          place text not null,
          stage text not null,
          agreement_id uuid,
          plan_id uuid,
          holder uuid not null,
          content_sealed bytea not null,
          wrapped bytea,
          master_version integer,
          saved_at timestamptz not null,
          constraint draft_county_id_organisation_id_fkey foreign key (county_id, organisation_id)
            references app.organisation (county_id, id),
          constraint draft_county_id_agreement_id_fkey foreign key (county_id, agreement_id)
            references app.agreement (county_id, id),
          constraint draft_county_id_plan_id_fkey foreign key (county_id, plan_id)
            references app.plan (county_id, id),
          constraint draft_account_id_organisation_id_place_stage_key
            unique (account_id, organisation_id, place, stage),
          constraint draft_key_check check (num_nonnulls(plan_id, wrapped) = 1),
          constraint draft_version_check check ((wrapped is null) = (master_version is null)),
          constraint draft_size_check check (octet_length(content_sealed) <= 524288),
          constraint draft_place_check check (length(place) <= 500)
        )
    """)
    op.execute("create index draft_saved_at_idx on app.draft (saved_at)")
    op.execute("create index draft_plan_id_idx on app.draft (plan_id) where plan_id is not null")


def downgrade() -> None:
    op.execute("drop table app.draft")
