"""Deviations of agreements, answered and learned from; a plan's own become such."""

from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

CREATE = """
create table app.deviation (
  id uuid not null constraint deviation_pkey primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  organisation_id uuid not null,
  concerns_id uuid not null,
  municipality_id uuid not null,
  from_plan boolean not null,
  kind text not null,
  section text not null,
  section_key text not null,
  row_key text,
  fact_key text,
  place text not null,
  expected text not null,
  chosen text not null,
  happened text not null,
  reported_at timestamptz not null,
  answer_by date not null,
  answer text,
  answered_by text,
  answered_at timestamptz,
  lesson text,
  closed_by text,
  closed_by_id uuid,
  closed_at timestamptz,
  constraint deviation_county_id_id_key unique (county_id, id),
  constraint deviation_county_id_agreement_id_fkey
    foreign key (county_id, agreement_id) references app.agreement (county_id, id),
  constraint deviation_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id),
  constraint deviation_county_id_municipality_id_fkey
    foreign key (county_id, municipality_id) references app.organisation (county_id, id),
  constraint deviation_county_id_closed_by_id_fkey
    foreign key (county_id, closed_by_id) references app.organisation (county_id, id),
  constraint deviation_agreement_id_concerns_id_fkey
    foreign key (agreement_id, concerns_id)
    references app.agreement_party (agreement_id, organisation_id),
  constraint deviation_kind_check
    check (kind in ('other_doer', 'not_done', 'late', 'otherwise', 'unclear')),
  constraint deviation_answer_check check (num_nulls(answer, answered_by, answered_at) in (0, 3)),
  constraint deviation_closed_check
    check (num_nulls(lesson, closed_by, closed_by_id, closed_at) in (0, 4))
);
create index deviation_county_id_reported_at_idx on app.deviation (county_id, reported_at, id);
create index deviation_agreement_id_idx on app.deviation (agreement_id);
create index deviation_organisation_id_idx on app.deviation (organisation_id, reported_at);
create index deviation_concerns_id_idx on app.deviation (concerns_id, reported_at);
create index deviation_municipality_id_idx on app.deviation (municipality_id, reported_at);
create index deviation_open_idx on app.deviation (concerns_id, answer_by)
  where answered_at is null and closed_at is null;
create index deviation_answered_idx on app.deviation (organisation_id, answer_by)
  where answered_at is not null and closed_at is null;
create index deviation_due_idx on app.deviation (answer_by)
  where answered_at is null and closed_at is null;
create table app.template_proposal (
  id uuid not null constraint template_proposal_pkey primary key,
  county_id uuid not null,
  subject_id uuid not null,
  section text not null,
  section_key text not null,
  proposal text not null,
  lesson text not null,
  organisation_id uuid not null,
  proposed_at timestamptz not null,
  status text not null,
  reason text not null,
  settled_by text,
  settled_at timestamptz,
  constraint template_proposal_county_id_subject_id_fkey
    foreign key (county_id, subject_id) references app.subject (county_id, id),
  constraint template_proposal_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id),
  constraint template_proposal_status_check check (status in ('waiting', 'kept', 'declined')),
  constraint template_proposal_settled_check
    check (num_nulls(settled_by, settled_at) = case status when 'waiting' then 2 else 0 end),
  constraint template_proposal_reason_check check (status <> 'declined' or btrim(reason) <> '')
);
create index template_proposal_county_id_idx on app.template_proposal (county_id, proposed_at);
"""

# what plans have reported; whom it concerns is whom the agreement names, else who was chosen
MOVE = """
with reported as (
  select d.*, coalesce(a.amends_id, a.id) as base_id
  from app.plan_deviation d join app.agreement a on a.id = d.agreement_id)
insert into app.deviation (id, county_id, agreement_id, organisation_id, concerns_id,
  municipality_id, from_plan, kind, section, section_key, row_key, place, expected, chosen,
  happened, reported_at, answer_by)
select r.id, r.county_id, r.base_id, r.organisation_id, c.concerns_id, r.municipality_id, true,
  'other_doer', r.section, 'ansvarsfordelning', r.row_key, coalesce(r.measure, r.row_key),
  r.expected, r.chosen, r.reason, r.reported_on + interval '11 hours', r.reported_on + 14
from reported r
cross join lateral (
  select p.organisation_id as concerns_id from app.agreement_party p
  join app.organisation o on o.id = p.organisation_id
  where p.agreement_id = r.base_id
  order by p.organisation_id = r.organisation_id,
    position(o.name in r.expected) = 0, o.name is distinct from r.chosen,
    p.organisation_id <> r.municipality_id, p.position limit 1) c;
delete from app.plan_deviation;
"""

MOVE_BACK = """
insert into app.plan_deviation (id, county_id, organisation_id, municipality_id, agreement_id,
  section, row_key, measure, expected, chosen, reason, reported_on)
select id, county_id, organisation_id, municipality_id, agreement_id, section, row_key, place,
  expected, chosen, happened, (reported_at at time zone 'Europe/Stockholm')::date
from app.deviation where from_plan;
drop table app.template_proposal;
drop table app.deviation;
"""


def upgrade() -> None:
    op.execute(CREATE)
    op.execute(MOVE)


def downgrade() -> None:
    op.execute(MOVE_BACK)
