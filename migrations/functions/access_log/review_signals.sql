-- What a reviewer's page says of what staff of my organisation have read in plans: all of it, and
-- what stands out, of each kind the `most` with most readings. `found` is how many there are of a
-- kind; of all readings, how many have read.
--
-- A reader has a task when the plan gives them something to do: the case itself, a measure, a call,
-- a meeting, a follow-up. Many are over twenty, and three times the usual. Odd hours are Saturday,
-- Sunday and outside 7 to 18: work in shifts explains them, and the unit knows.
create or replace function app.review_signals(since timestamptz, until timestamptz, most integer)
returns table (kind text, name text, case_number text, readings bigint, last_at timestamptz,
  found bigint)
language sql stable security definer set search_path = app, pg_temp as $$
  with reading as not materialized (
    select e.account_id, e.stream as plan_id, e.at from audit_entry e
    where e.organisation_id = (select my_organisation()) and (select i_am('reviewer'))
      and is_reading(e.action) and e.at >= since and e.at < until),
  -- what is worked out for each reading is worked out for each hour and each pair instead
  pair as materialized (
    select r.account_id, r.plan_id, count(*) as readings, min(r.at) as first_at,
      max(r.at) as last_at
    from reading r group by 1, 2),
  reader as materialized (
    select p.account_id, sum(p.readings)::bigint as readings, max(p.last_at) as last_at
    from pair p group by 1),
  odd as materialized (
    select h.account_id, sum(h.readings)::bigint as readings, max(h.last_at) as last_at
    from (select r.account_id, date_bin('1 hour', r.at, 'epoch') as hour, count(*) as readings,
        max(r.at) as last_at from reading r group by 1, 2) h
    where extract(isodow from h.hour at time zone 'Europe/Stockholm') > 5
      or extract(hour from h.hour at time zone 'Europe/Stockholm') not between 7 and 17
    group by 1),
  task as materialized (
    select r.account_id, p.plan_id, p.joined_at - interval '1 hour' as since,
      coalesce(p.ended_at, 'infinity') as until
    from pair r join participant p on p.plan_id = r.plan_id and p.account_id = r.account_id
      and p.organisation_id = (select my_organisation())
    join plan l on l.id = p.plan_id
    where l.initiator_id = p.organisation_id or l.coordinator_id = p.id
      or p.until_on is not null  -- stood in for somebody
      or exists (select from action x where x.plan_id = p.plan_id and x.responsible_id = p.id)
      or exists (select from call c where c.plan_id = p.plan_id and c.taken_by = p.id)
      or exists (select from meeting m where m.plan_id = p.plan_id and m.chair_id = p.id)
      or exists (select from attendance s where s.plan_id = p.plan_id and s.participant_id = p.id)
      or exists (select from follow_up f where f.plan_id = p.plan_id and f.holder_id = p.id)
    union all
    select p.account_id, p.plan_id, c.sent_at,
      coalesce(c.answered_at + interval '1 hour', 'infinity')
    from pair p join call c on c.plan_id = p.plan_id
      and c.organisation_id = (select my_organisation())),
  untasked as (
    select p.account_id, p.plan_id, u.readings, u.last_at
    from pair p cross join lateral (
      select p.readings, p.last_at where not exists (select from task t
        where t.account_id = p.account_id and t.plan_id = p.plan_id
          and t.since <= p.last_at and p.first_at < t.until)
      union all
      select count(*), max(e.at) from audit_entry e
      where e.stream = p.plan_id and e.account_id = p.account_id
        and e.organisation_id = (select my_organisation())
        and is_reading(e.action) and e.at >= since and e.at < until
        and exists (select from task t where t.account_id = p.account_id
          and t.plan_id = p.plan_id and t.since <= p.last_at and p.first_at < t.until)
        and not exists (select from task t where t.account_id = p.account_id
          and t.plan_id = p.plan_id and t.since <= e.at and e.at < t.until)) u
    where u.readings > 0 and not exists (select from task t where t.account_id = p.account_id
      and t.plan_id = p.plan_id and t.since <= p.first_at and p.last_at < t.until)),
  signal as (
    select 1 as place, 'no_task' as kind, u.account_id, u.plan_id, u.readings, u.last_at
    from untasked u
    union all
    select 2, 'many', r.account_id, null, r.readings, r.last_at from reader r
    where r.readings > greatest(20, 3 * (
      select percentile_cont(0.5) within group (order by s.readings) from reader s))
    union all
    select 3, 'odd_hours', o.account_id, null, o.readings, o.last_at from odd o),
  ranked as (
    select s.*, count(*) over (partition by s.kind) as found,
      row_number() over (partition by s.kind order by s.readings desc, s.last_at desc, s.account_id)
        as rank
    from signal s)
  select 'all', null, null, coalesce(sum(r.readings), 0)::bigint, max(r.last_at), count(*)
  from reader r
  union all
  (select s.kind, a.name, l.case_number, s.readings, s.last_at, s.found
  from ranked s join account a on a.id = s.account_id left join plan l on l.id = s.plan_id
  where s.rank <= most order by s.place, s.rank)
$$;

grant execute on function app.review_signals(timestamptz, timestamptz, integer) to portal_app;
