"""Life in force: reviews, notices, and the last day worked out in one place."""

from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

UPGRADE = """
alter table app.agreement
  add column ends_on date,
  add column next_review_on date,
  add column last_day date generated always as
    (least(valid_until, replaced_from - 1, ends_on)) stored;
create table app.agreement_act (
  id uuid not null constraint agreement_act_pkey primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  organisation_id uuid not null,
  kind text not null,
  on_day date not null,
  outcome text,
  reason text not null,
  basis text not null,
  until date,
  recorded_by text not null,
  recorded_at timestamptz not null,
  constraint agreement_act_county_id_agreement_id_fkey
    foreign key (county_id, agreement_id) references app.agreement (county_id, id),
  constraint agreement_act_agreement_id_organisation_id_fkey
    foreign key (agreement_id, organisation_id)
    references app.agreement_party (agreement_id, organisation_id),
  constraint agreement_act_kind_check check (kind in ('reviewed', 'notice')),
  constraint agreement_act_outcome_check
    check (case when kind = 'reviewed' then outcome in ('keep', 'change', 'end')
      else outcome is null and until is not null end)
);
create index agreement_act_agreement_id_idx on app.agreement_act (agreement_id);
"""

# the older release knows of no notice and of no later review
DOWNGRADE = """
update app.agreement set valid_until = ends_on where ends_on < valid_until;
update app.agreement set review_on = next_review_on where next_review_on is not null;
drop table app.agreement_act;
alter table app.agreement drop column last_day, drop column ends_on, drop column next_review_on;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
