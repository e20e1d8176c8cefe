"""That the documents of those who stand in for a person were seen; what is asked before 18."""

from alembic import op

revision = "0091"
down_revision = "0090"
branch_labels = None
depends_on = None

UPGRADE = """
create table app.document_check (
  id uuid not null constraint document_check_pkey primary key,
  county_id uuid not null,
  plan_id uuid not null,
  from_party uuid not null,
  person_id uuid not null,
  shown text not null,
  seen_on date not null,
  has_copy boolean not null,
  check_again_on date,
  recorded_by text not null,
  recorded_at timestamptz not null,
  constraint document_check_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references app.plan (county_id, id),
  constraint document_check_county_id_from_party_fkey
    foreign key (county_id, from_party) references app.organisation (county_id, id),
  constraint document_check_plan_id_person_id_fkey
    foreign key (plan_id, person_id) references app.plan_person (plan_id, id),
  constraint document_check_shown_check check (shown in ('original', 'copy', 'register', 'oral')),
  constraint document_check_oral_check check (shown <> 'oral' or check_again_on is not null)
);
create index document_check_plan_id_idx on app.document_check (plan_id);
alter table app.asked drop constraint asked_kind_check;
alter table app.asked add constraint asked_kind_check check (kind in
  ('children', 'violence', 'god_man', 'aftercare', 'instrument', 'own_plan', 'of_age'));
"""
DOWNGRADE = """
delete from app.asked where kind = 'of_age';
alter table app.asked drop constraint asked_kind_check;
alter table app.asked add constraint asked_kind_check check (kind in
  ('children', 'violence', 'god_man', 'aftercare', 'instrument', 'own_plan'));
drop table app.document_check;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
