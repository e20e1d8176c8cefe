"""A plan's clocks run by the agreement in force when each starts, and stand on its row."""

from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

UPGRADE = """
alter table app.plan
  add column clocks jsonb not null default '{}',
  add column start_due_on date,
  add column begun_on date,
  add column meet_due_on date,
  add column met_on date,
  add column follow_up_due_on date;
"""
# what had begun goes on by the days that its municipality, or else the portal, had set
HISTORY = """
with days as (
  select p.id, p.need_found_on, (p.consented_at at time zone 'Europe/Stockholm')::date as consented,
    (select c.days from app.agreement_clock c where c.municipality_id = p.municipality_id
      and c.key = 'start_work') as start_work,
    (select c.days from app.agreement_clock c where c.municipality_id = p.municipality_id
      and c.key = 'need_to_meeting') as need_to_meeting,
    (select c.days from app.agreement_clock c where c.municipality_id = p.municipality_id
      and c.key = 'first_follow_up') as first_follow_up,
    (select c.days from app.agreement_clock c where c.municipality_id = p.municipality_id
      and c.key = 'follow_up_every') as follow_up_every,
    (select min((c.sent_at at time zone 'Europe/Stockholm')::date) from app.call c
      where c.plan_id = p.id) as called,
    (select min((m.changed_at at time zone 'Europe/Stockholm')::date) from app.meeting m
      where m.plan_id = p.id) as planned,
    (select min((m.starts_at at time zone 'Europe/Stockholm')::date) from app.meeting m
      where m.plan_id = p.id and m.status = 'held') as met,
    (select max(f.held_on) from app.follow_up f where f.plan_id = p.id) as followed,
    (select min((v.made_at at time zone 'Europe/Stockholm')::date) from app.plan_version v
      where v.plan_id = p.id) as made
  from app.plan p),
due as (
  select d.*, d.consented + coalesce(d.start_work, 0) as start_due_on,
    d.need_found_on + coalesce(d.need_to_meeting, 21) as meet_due_on,
    coalesce(d.followed, d.made) as since,
    case when d.followed is null then d.made + coalesce(d.first_follow_up, 42)
      else d.followed + coalesce(d.follow_up_every, 90) end as follow_up_due_on
  from days d)
update app.plan p set start_due_on = d.start_due_on, begun_on = least(d.called, d.planned),
  meet_due_on = d.meet_due_on, met_on = d.met, follow_up_due_on = d.follow_up_due_on,
  clocks = jsonb_build_object('meeting', jsonb_build_object('by', d.meet_due_on))
    || case when d.start_due_on is null then '{}'
      else jsonb_build_object('start', jsonb_build_object('by', d.start_due_on)) end
    || case when d.since is null then '{}'
      else jsonb_build_object('follow_up_from', d.since,
        'follow_up', jsonb_build_object('by', d.follow_up_due_on)) end
from due d where d.id = p.id;
"""


def upgrade() -> None:
    op.execute(UPGRADE)
    op.execute(HISTORY)


def downgrade() -> None:
    op.execute(
        "alter table app.plan drop column clocks, drop column start_due_on, drop column begun_on,"
        " drop column meet_due_on, drop column met_on, drop column follow_up_due_on"
    )
