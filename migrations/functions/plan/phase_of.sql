-- How far a plan has come, by what has happened in it: the one rule. The column `phase` is what this
-- said when something last happened (app.follow_events()); nobody else writes it.
create or replace function app.phase_of(p app.plan) returns text
language sql stable as $$
  select case
    when p.closed_at is not null then 'closed'
    when p.not_started_at is not null and not exists (select from app.consent_act a
      cross join unnest(a.items) n (item) cross join lateral app.consent_item(n.item) i
      where a.plan_id = p.id and a.kind = 'ask' and i.is_plan and a.at > p.not_started_at)
    then 'not_started'
    when exists (select from (select max(a.number) as number from app.plan_approval a
        where a.plan_id = p.id and a.person_id is not null) v
      cross join lateral app.said_of_version(p.id, v.number) s (answer) where s.answer = 'approved')
      or exists (select from app.follow_up f where f.plan_id = p.id and f.held_on is not null)
    then 'following_up'
    when exists (select from app.goal g where g.plan_id = p.id and g.removed_at is null)
      or exists (select from app.plan_version v where v.plan_id = p.id)
      or exists (select from app.meeting m where m.plan_id = p.id and m.status = 'held')
    then 'planning'
    when exists (select from app.meeting m where m.plan_id = p.id and m.status = 'planned')
    then 'meeting'
    when app.is_consented(p.id, clock_timestamp()) then 'preparing'
    when exists (select from app.consent_act a cross join unnest(a.items) n (item)
      cross join lateral app.consent_item(n.item) i where a.plan_id = p.id and i.is_plan)
    then 'consent'
    else 'need' end
$$;
