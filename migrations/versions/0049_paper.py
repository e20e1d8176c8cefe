"""What is signed on paper is registered with its scan, and the others say whether it is so."""

from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

UPGRADE = """
alter table app.agreement add column on_paper boolean not null default false;
create index agreement_on_paper_idx on app.agreement (id) where on_paper;
create table app.paper (
  id uuid not null constraint paper_pkey primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  document_version_id uuid not null,
  from_draft boolean not null,
  suffix text not null,
  content bytea not null,
  size integer not null,
  sha256 text not null,
  organisation_id uuid not null,
  registered_by text not null,
  registered_at timestamptz not null,
  withdrawn_by text,
  withdrawn_at timestamptz,
  withdrawn_reason text,
  constraint paper_agreement_id_id_key unique (agreement_id, id),
  constraint paper_county_id_agreement_id_fkey
    foreign key (county_id, agreement_id) references app.agreement (county_id, id),
  constraint paper_agreement_id_document_version_id_fkey
    foreign key (agreement_id, document_version_id)
    references app.document_version (agreement_id, id),
  constraint paper_agreement_id_organisation_id_fkey
    foreign key (agreement_id, organisation_id)
    references app.agreement_party (agreement_id, organisation_id),
  constraint paper_size_check check (size between 1 and 1900000),
  constraint paper_suffix_check check (suffix in ('pdf', 'png', 'jpg'))
);
create unique index paper_agreement_id_key on app.paper (agreement_id) where withdrawn_at is null;
create table app.paper_answer (
  id uuid not null constraint paper_answer_pkey primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  paper_id uuid not null,
  organisation_id uuid not null,
  confirms boolean not null,
  reason text not null,
  answered_by text not null,
  answered_at timestamptz not null,
  constraint paper_answer_paper_id_organisation_id_key unique (paper_id, organisation_id),
  constraint paper_answer_agreement_id_paper_id_fkey
    foreign key (agreement_id, paper_id) references app.paper (agreement_id, id),
  constraint paper_answer_agreement_id_organisation_id_fkey
    foreign key (agreement_id, organisation_id)
    references app.agreement_party (agreement_id, organisation_id),
  constraint paper_answer_reason_check check (confirms or btrim(reason) <> '')
);
"""

# the older release reads what was registered as signed on paper, as it always could be
DOWNGRADE = """
drop table app.paper_answer;
drop table app.paper;
drop index app.agreement_on_paper_idx;
alter table app.agreement drop column on_paper;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
