"""A dispute may have a third side, and ends when every other side has said yes to a proposal."""

from alembic import op

revision = "0088"
down_revision = "0087"
branch_labels = None
depends_on = None

UPGRADE = """
alter table app.dispute add third_id uuid
  constraint dispute_third_check check (third_id <> opener_id and third_id <> other_id);
alter table app.dispute add constraint dispute_agreement_id_third_id_fkey
  foreign key (agreement_id, third_id)
  references app.agreement_party (agreement_id, organisation_id);
create index dispute_third_id_idx on app.dispute (third_id, opened_at) where third_id is not null;
alter table app.dispute_level add third_function text;
alter table app.dispute_settlement add answered_id uuid;
alter table app.dispute_settlement add constraint dispute_settlement_county_id_answered_id_fkey
  foreign key (county_id, answered_id) references app.organisation (county_id, id);
alter table app.dispute_settlement
  add constraint dispute_settlement_county_id_id_key unique (county_id, id);
update app.dispute_settlement s set answered_id =
    case when s.organisation_id = d.opener_id then d.other_id else d.opener_id end
from app.dispute d where d.id = s.dispute_id and s.answered_at is not null;
create table app.settlement_yes (
  id uuid not null constraint settlement_yes_pkey primary key,
  county_id uuid not null,
  settlement_id uuid not null,
  organisation_id uuid not null,
  account_id uuid constraint settlement_yes_account_id_fkey references app.account (id),
  said_by text not null,
  said_at timestamptz not null,
  constraint settlement_yes_settlement_id_organisation_id_key
    unique (settlement_id, organisation_id),
  constraint settlement_yes_county_id_settlement_id_fkey
    foreign key (county_id, settlement_id) references app.dispute_settlement (county_id, id),
  constraint settlement_yes_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id)
);
"""

DOWNGRADE = """
drop table app.settlement_yes;
alter table app.dispute_settlement drop constraint dispute_settlement_county_id_id_key,
  drop column answered_id;
alter table app.dispute_level drop column third_function;
alter table app.dispute drop column third_id;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
