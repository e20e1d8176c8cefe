"""Who has read a shared text, why one was locked as it was, and which sections are written.

The release before knows nothing of the two tables. Sections that it writes meanwhile count as
written when they are written again.
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        create table app.party_reading (
          id uuid not null constraint party_reading_pkey primary key,
          county_id uuid not null,
          agreement_id uuid not null,
          organisation_id uuid not null,
          read_by text not null,
          read_at timestamptz not null,
          unique (agreement_id, organisation_id),
          constraint party_reading_county_id_agreement_id_fkey
            foreign key (county_id, agreement_id) references app.agreement (county_id, id),
          constraint party_reading_agreement_id_organisation_id_fkey
            foreign key (agreement_id, organisation_id)
            references app.agreement_party (agreement_id, organisation_id)
        )""")
    op.execute("""
        create table app.remark (
          id uuid not null constraint remark_pkey primary key,
          county_id uuid not null,
          agreement_id uuid not null,
          document_version_id uuid not null,
          position integer not null,
          kind text not null,
          place text not null,
          name text not null,
          count integer not null,
          reason text not null constraint remark_reason_check check (btrim(reason) <> ''),
          organisation_id uuid not null,
          author_name text not null,
          written_at timestamptz not null,
          unique (document_version_id, kind, place),
          constraint remark_agreement_id_document_version_id_fkey
            foreign key (agreement_id, document_version_id)
            references app.document_version (agreement_id, id),
          constraint remark_agreement_id_organisation_id_fkey
            foreign key (agreement_id, organisation_id)
            references app.agreement_party (agreement_id, organisation_id)
        )""")
    op.execute("alter table app.section add column is_written boolean not null default false")
    op.execute("update app.section set is_written = version > 1")
    op.execute("alter table app.template_version add column legal_references text")
    op.execute("create index remark_agreement_id_idx on app.remark (agreement_id)")


def downgrade() -> None:
    op.execute("alter table app.template_version drop column legal_references")
    op.execute("alter table app.section drop column is_written")
    op.execute("drop table app.remark")
    op.execute("drop table app.party_reading")
