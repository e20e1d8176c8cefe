"""That the routines of an agreement about LOB were gone through."""

from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None

UPGRADE = """
create table app.lob_review (
  id uuid not null constraint lob_review_pkey primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  organisation_id uuid not null,
  reviewed_on date not null,
  whom text not null,
  finding text not null,
  next_on date not null,
  recorded_by text not null,
  recorded_at timestamptz not null,
  constraint lob_review_county_id_agreement_id_fkey
    foreign key (county_id, agreement_id) references app.agreement (county_id, id),
  constraint lob_review_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id),
  constraint lob_review_next_check check (next_on > reviewed_on)
);
create index lob_review_agreement_id_idx on app.lob_review (agreement_id, reviewed_on);
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute("drop table app.lob_review")
