"""Cases that one municipality asks another to take over, with their answers and IVO's rulings."""

from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

UPGRADE = """
create table app.case_transfer (
  id uuid not null constraint case_transfer_pkey primary key,
  county_id uuid not null,
  requester_id uuid not null,
  other_id uuid,
  other_name text not null,
  reference text not null,
  grounds text not null,
  has_inquiry boolean not null,
  requested_by text not null,
  requested_at timestamptz not null,
  requested_on date not null,
  answer_by date not null,
  answer text,
  reason text not null,
  other_reference text not null,
  answered_by text,
  answered_on date,
  applied_by text,
  applied_on date,
  ivo_reference text not null,
  rule_by date,
  ruling text,
  ruled_on date,
  constraint case_transfer_county_id_id_key unique (county_id, id),
  constraint case_transfer_county_id_requester_id_fkey
    foreign key (county_id, requester_id) references app.organisation (county_id, id),
  constraint case_transfer_county_id_other_id_fkey
    foreign key (county_id, other_id) references app.organisation (county_id, id),
  constraint case_transfer_sides_check check (requester_id <> other_id),
  constraint case_transfer_other_check check ((other_id is null) = (other_name <> '')),
  constraint case_transfer_answer_check
    check (answer in ('takes_over', 'refuses') and (answer <> 'refuses' or btrim(reason) <> '')),
  constraint case_transfer_answered_check
    check (num_nulls(answer, answered_by, answered_on) in (0, 3)),
  constraint case_transfer_applied_check
    check (num_nulls(applied_by, applied_on, rule_by) in (0, 3)),
  constraint case_transfer_ruling_check
    check (ruling in ('moved', 'not_moved', 'withdrawn')),
  constraint case_transfer_ruled_check check ((ruling is null) = (ruled_on is null)
    and (ruling is null or applied_on is not null))
);
create index case_transfer_requester_id_idx on app.case_transfer (requester_id, requested_at);
create index case_transfer_other_id_idx on app.case_transfer (other_id, requested_at);
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute("drop table app.case_transfer")
