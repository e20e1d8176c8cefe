-- How many of each kind each organisation has among a county's plans whose need was found in
-- `year`: its own plans for all but answered, called_came and owned, which count calls to it, its
-- people and its measures. Sums for the county and each organisation, never a row about anybody;
-- app.held_back_figures() takes out what is small before anything is published. A year is counted
-- as a whole, so that no two answers can be subtracted from each other.
create or replace function app.sip_figures(county uuid, year integer)
returns table (organisation_id uuid, measure text, choice text, amount bigint)
language sql stable set search_path = app, pg_temp as $$
  with noted as materialized (
    select p.id, p.initiator_id, p.phase, p.not_started_reason, p.need_found_on, p.start_due_on,
      p.begun_on, p.meet_due_on, p.met_on, p.follow_up_due_on,
      -- what has not been done by then is late; nothing is, once a plan is closed
      coalesce((p.closed_at at time zone 'Europe/Stockholm')::date,
        (now() at time zone 'Europe/Stockholm')::date) as until
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
  select initiator_id, 'waited', 'held', count(*) from waited group by 1
  union all
  select initiator_id, 'waited_days', 'sum', sum(days)::bigint from waited group by 1
  union all
  -- by the days of the agreement that was in force when each clock started: app.run_clocks()
  select n.initiator_id, d.measure, case when d.done_on <= d.due_on then 'yes' else 'no' end,
    count(*)
  from noted n
  cross join lateral (values ('started', n.begun_on, n.start_due_on),
    ('met', n.met_on, n.meet_due_on)) d (measure, done_on, due_on)
  where n.phase <> 'not_started' and (d.done_on is not null or d.due_on < n.until)
    and d.due_on is not null
  group by 1, 2, 3
  union all
  select c.organisation_id, 'answered',
    case when a.at <= c.answer_by then 'yes' else 'no' end, count(*)
  from call c join noted n on n.id = c.plan_id
  cross join lateral (select min(e.at) as at from call_event e
    where e.call_id = c.id and e.step in ('taken', 'declined')) a
  where a.at is not null or c.status = 'sent' and c.answer_by < now()
  group by 1, 3
  union all
  select n.initiator_id, 'summoned', case when (m.notice ->> 'by')::date
      <= (m.starts_at at time zone 'Europe/Stockholm')::date then 'yes' else 'no' end, count(*)
  from meeting m join noted n on n.id = m.plan_id
  where m.status in ('planned', 'held') and m.notice ->> 'by' is not null
  group by 1, 3
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
  where f.held_on is not null
    or least(f.due_on, n.follow_up_due_on) < (now() at time zone 'Europe/Stockholm')::date
  group by 1, 3
  union all
  -- nobody has agreed on when, and the agreement's time is out
  select n.initiator_id, 'followed_up', 'no', count(*)
  from noted n
  where n.phase in ('planning', 'following_up')
    and n.follow_up_due_on < (now() at time zone 'Europe/Stockholm')::date
    and not exists (select from follow_up f where f.plan_id = n.id and f.held_on is null)
  group by 1
  union all
  -- of the plans that were made, what was asked about, and what is noted of how to be understood
  select n.initiator_id, q.measure, case when q.is_so then 'yes' else 'no' end, count(*)
  from noted n cross join lateral (values
    ('children', exists (select from asked a where a.plan_id = n.id and a.kind = 'children')),
    ('violence', exists (select from asked a where a.plan_id = n.id and a.kind = 'violence')),
    ('understood', exists (select from plan_person s where s.plan_id = n.id and s.kind = 'subject'
      and s.understood_sealed is not null))) q (measure, is_so)
  where n.phase <> 'not_started' group by 1, 2, 3
  union all
  -- what is late now, by the clock that has run out
  select n.initiator_id, 'overdue', l.choice, sum(l.amount)::bigint
  from noted n cross join lateral (values
    ('start', (n.begun_on is null and n.start_due_on < n.until)::integer),
    ('meeting', (n.met_on is null and n.meet_due_on < n.until)::integer),
    ('follow_up', case when n.phase in ('planning', 'following_up') then greatest(
      (select count(*) from follow_up f where f.plan_id = n.id and f.held_on is null
        and least(f.due_on, n.follow_up_due_on) < n.until),
      (n.follow_up_due_on < n.until)::integer)::integer end),
    ('answer', (select count(*) from call c where c.plan_id = n.id and c.status = 'sent'
      and c.answer_by < now())::integer)) l (choice, amount)
  where n.phase not in ('closed', 'not_started') group by 1, 3 having sum(l.amount) > 0
  union all
  select n.initiator_id, 'survey', score.choice, sum(score.amount)::bigint
  from noted n cross join lateral survey_that_counts(n.id) s
  cross join lateral (values ('answers', 1), ('information', s.information),
    ('participation', s.participation), ('cooperation', s.cooperation), ('meaning', s.meaning))
    score (choice, amount)
  group by 1, 3
$$;
