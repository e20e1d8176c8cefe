"""A colleague stands in for somebody for a time: who, for whom, from which day and until which.

What they take part in meanwhile they take part in until that day (`participant.until_on`).
"""

from alembic import op

revision = "0089"
down_revision = "0088"
branch_labels = None
depends_on = None

UPGRADE = """
create table app.stand_in (
  id uuid not null constraint stand_in_pkey primary key,
  county_id uuid not null,
  organisation_id uuid not null,
  absent_id uuid not null,
  colleague_id uuid not null,
  from_on date not null,
  until_on date not null,
  made_by uuid not null,
  made_at timestamptz not null,
  ended_at timestamptz,
  constraint stand_in_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id),
  constraint stand_in_absent_id_fkey foreign key (absent_id) references app.account (id),
  constraint stand_in_colleague_id_fkey foreign key (colleague_id) references app.account (id),
  constraint stand_in_made_by_fkey foreign key (made_by) references app.account (id),
  constraint stand_in_days_check check (from_on <= until_on),
  constraint stand_in_another_check check (absent_id <> colleague_id)
);
create index stand_in_colleague_id_idx on app.stand_in (colleague_id) where ended_at is null;
create index stand_in_absent_id_idx on app.stand_in (absent_id) where ended_at is null;
alter table app.participant add column until_on date;
create index participant_until_on_idx on app.participant (until_on)
  where until_on is not null and ended_at is null;
"""
DOWNGRADE = """
update app.participant set ended_at = now() where until_on is not null and ended_at is null;
drop index app.participant_until_on_idx;
alter table app.participant drop column until_on;
drop table app.stand_in;
"""
WITHOUT = (
    "'answer', 'withdrawal', 'annulled', 'disclosed', 'disclosure_ended', 'representatives',"
    " 'details', 'protection', 'version', 'written', 'suggested', 'version_answer', 'survey',"
    " 'reply', 'closed', 'reopened', 'not_started', 'paper', 'meeting', 'handed_over'"
)


def upgrade() -> None:
    op.execute(UPGRADE)
    _allow(f"{WITHOUT}, 'stood_in'")


def downgrade() -> None:
    op.execute("delete from app.person_notice where kind = 'stood_in'")
    _allow(WITHOUT)
    op.execute(DOWNGRADE)


def _allow(kinds: str) -> None:
    op.execute("alter table app.person_notice drop constraint person_notice_kind_check")
    op.execute(
        "alter table app.person_notice add constraint person_notice_kind_check"
        f" check (kind in ({kinds}))"
    )
