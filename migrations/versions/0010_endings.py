"""Who ended what and why, what people are told of it, and whose place somebody was given."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table app.agreement add column withdrawn_by text,"
               " add column withdrawn_reason text")  # fmt: skip
    op.execute("alter table app.document_version add column voided_by text")
    op.execute(
        """
        create table app.notice (
          id uuid not null constraint notice_pkey primary key,
          county_id uuid not null,
          account_id uuid not null constraint notice_account_id_fkey references app.account,
          organisation_id uuid not null,
          kind text not null,
          path text not null,
          about text not null,
          at timestamptz not null,
          read_at timestamptz,
          dedupe text not null constraint notice_dedupe_key unique,
          constraint notice_county_id_fkey foreign key (county_id, organisation_id)
            references app.organisation (county_id, id)
        )
        """
    )
    op.execute("create index notice_account_id_idx on app.notice (account_id)"
               " where read_at is null")  # fmt: skip
    op.execute(
        """
        alter table app.participant add column succeeds_id uuid,
          add constraint participant_plan_id_succeeds_id_fkey
            foreign key (plan_id, succeeds_id) references app.participant (plan_id, id)
        """
    )
    op.execute("alter table app.decision add column corrected_by text,"
               " add column corrected_at timestamptz")  # fmt: skip


def downgrade() -> None:
    op.execute("alter table app.decision drop column corrected_by, drop column corrected_at")
    op.execute("alter table app.participant drop column succeeds_id")
    op.execute("drop table app.notice")
    op.execute("alter table app.document_version drop column voided_by")
    op.execute("alter table app.agreement drop column withdrawn_by, drop column withdrawn_reason")
