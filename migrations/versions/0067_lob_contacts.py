"""Contacts that are to be made after somebody was taken into care by LOB."""

from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

UPGRADE = """
create table app.lob_contact (
  id uuid not null constraint lob_contact_pkey primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  organisation_id uuid not null,
  reference text not null,
  fact_key text not null,
  said text not null,
  reported_on date not null,
  due_on date not null,
  recorded_by text not null,
  recorded_at timestamptz not null,
  outcome text,
  done_on date,
  done_by text,
  done_at timestamptz,
  constraint lob_contact_county_id_agreement_id_fkey
    foreign key (county_id, agreement_id) references app.agreement (county_id, id),
  constraint lob_contact_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id),
  constraint lob_contact_reference_check
    check ((btrim(reference) = '') = (done_at is not null)),
  constraint lob_contact_outcome_check
    check (outcome in ('reached', 'declined', 'not_reached')),
  constraint lob_contact_done_check
    check (num_nulls(outcome, done_on, done_by, done_at) in (0, 4)),
  constraint lob_contact_days_check check (done_on >= reported_on and due_on >= reported_on)
);
create unique index lob_contact_waiting_key
  on app.lob_contact (organisation_id, agreement_id, reference) where done_at is null;
create index lob_contact_done_idx on app.lob_contact (agreement_id, organisation_id, done_on);
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute("drop table app.lob_contact")
