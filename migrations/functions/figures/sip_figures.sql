-- How many of each kind each organisation has among a county's plans whose need was found in
-- `year`: its own plans for all but called_came and owned, which count its people and its
-- measures. Sums for the county and each organisation, never a row about anybody;
-- app.held_back_figures() takes out what is small before anything is published. A year is counted
-- as a whole, so that no two answers can be subtracted from each other.
create or replace function app.sip_figures(county uuid, year integer)
returns table (organisation_id uuid, measure text, choice text, amount bigint)
language sql stable set search_path = app, pg_temp as $$
  with noted as materialized (
    select p.id, p.initiator_id, p.phase, p.not_started_reason, p.need_found_on
    from plan p
    where p.county_id = sip_figures.county
      and p.need_found_on >= make_date(sip_figures.year, 1, 1)
      and p.need_found_on < make_date(sip_figures.year + 1, 1, 1)),
  held as materialized (
    select m.id, m.plan_id, n.initiator_id, n.need_found_on, m.purpose,
      (m.starts_at at time zone 'Europe/Stockholm')::date as on_day
    from meeting m join noted n on n.id = m.plan_id where m.status = 'held'),
  waited as (
    select initiator_id, min(on_day) - need_found_on as days from held
    where purpose = 'planning' group by plan_id, initiator_id, need_found_on)
  select initiator_id, 'plans', case
      when phase = 'closed' then 'closed'
      when phase in ('planning', 'following_up') then 'running'
      when phase <> 'not_started' then 'preparing'
      when not_started_reason = 'person_declined' then 'declined'
      else 'not_started' end, count(*)
  from noted group by 1, 3
  union all
  select initiator_id, 'waited', case when days <= 21 then 'short' when days <= 42 then 'longer'
    else 'long' end, count(*) from waited group by 1, 3
  union all
  select initiator_id, 'waited_days', 'sum', sum(days)::bigint from waited group by 1
  union all
  select initiator_id, 'present', case when exists (select from attendance a
      join plan_person s on s.id = a.person_id and s.kind = 'subject'
      where a.meeting_id = held.id and a.was_present) then 'yes' else 'no' end, count(*)
  from held group by 1, 3
  union all
  select p.organisation_id, 'called_came', case when a.was_present then 'yes' else 'no' end,
    count(*)
  from held join attendance a on a.meeting_id = held.id
  join participant p on p.id = a.participant_id and p.organisation_id <> held.initiator_id
  where a.was_present is not null group by 1, 3
  union all
  select coalesce(a.organisation_id, n.initiator_id), 'owned',
    case when a.responsible_id is null then 'no' else 'yes' end, count(*)
  from action a join noted n on n.id = a.plan_id
  where a.kind = 'action' and a.removed_at is null group by 1, 3
  union all
  select n.initiator_id, 'followed_up', case when f.held_on <= f.due_on then 'yes' else 'no' end,
    count(*)
  from follow_up f join noted n on n.id = f.plan_id
  where f.held_on is not null or f.due_on < (now() at time zone 'Europe/Stockholm')::date
  group by 1, 3
  union all
  select n.initiator_id, 'survey', score.choice, sum(score.amount)::bigint
  from closing_survey s join noted n on n.id = s.plan_id
  cross join lateral (values ('answers', 1), ('information', s.information),
    ('participation', s.participation), ('cooperation', s.cooperation), ('meaning', s.meaning))
    score (choice, amount)
  group by 1, 3
$$;
