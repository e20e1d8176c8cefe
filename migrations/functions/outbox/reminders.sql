-- What is near or late at `t` in all plans that go on, and whom to remind of it: how long before, the
-- agreement in force in the plan's municipality says (app.clock_at()).
create or replace function app.reminders(t timestamptz)
returns table (plan_id uuid, organisation_id uuid, account_id uuid, kind text, path text,
  dedupe text)
language sql stable as $$
  with going as materialized (
    select l.id, l.initiator_id, l.municipality_id
    from app.plan l where l.phase not in ('closed', 'not_started')),
  place as materialized (
    select w.id, make_interval(days => coalesce((c.clock ->> 'by')::date - c.day, 0)) as ahead
    from (select distinct g.municipality_id as id from going g) w
    cross join lateral (select d.day, app.clock_at(w.id, 'sip-paminnelse-fore', d.day) as clock
      from (select (t at time zone 'Europe/Stockholm')::date as day) d) c),
  live as materialized (
    select g.id, g.initiator_id, w.ahead from going g join place w on w.id = g.municipality_id),
  handler as (
    select p.plan_id, p.organisation_id, p.account_id from app.participant p
    join live l on l.id = p.plan_id and l.initiator_id = p.organisation_id
    where p.ended_at is null),
  called as (
    select c.*, case when c.answer_by <= t then 'call.late' else 'call.near' end as due,
      c.id || ':' || case when c.answer_by <= t
        then extract(days from t - c.answer_by)::int / 7 else 0 end
        || ':' || coalesce(c.unit_id::text, '') as key
    from app.call c join live l on l.id = c.plan_id
    where c.status = 'sent' and c.answer_by - l.ahead <= t),
  doing as (
    select a.plan_id, a.id || ':' || a.due_on as key, p.organisation_id,
      coalesce(p.account_id, q.account_id) as account_id,
      case when a.due_on < (t at time zone 'Europe/Stockholm')::date
        then 'action.late' else 'action.near' end as due
    from app.action a join live l on l.id = a.plan_id
    left join app.participant p on p.id = a.responsible_id and p.ended_at is null
    left join app.plan_person q on q.id = a.person_id and q.ended_at is null
    where a.removed_at is null and a.status in ('not_started', 'in_progress')
      and a.due_on - l.ahead <= (t at time zone 'Europe/Stockholm')::date),
  expiring as (
    select g.id, g.plan_id, c.person_id from app.consent_act g
    join app.consenter c on c.id = g.consenter_id
      and app.is_required(c.required_from, c.required_to, t)
    join live l on l.id = g.plan_id
    where g.kind = 'grant' and t < g.valid_to and g.valid_to - 3 * l.ahead <= t
      and exists (select from unnest(g.items) i (item) where not exists (
        select from app.consent_act n where n.plan_id = g.plan_id and n.seq > g.seq
        and n.consenter_id = g.consenter_id and i.item = any (n.items)))
      and not exists (select from app.consent_act e where e.plan_id = g.plan_id
        and e.corrects = g.id)),
  turning as (
    -- whose part in whose consent is required begins or ends within a month
    select c.plan_id, c.person_id, c.required_to as at from app.consenter c
    join live l on l.id = c.plan_id
    where c.required_from < c.required_to and t < c.required_to
      and c.required_to <= t + interval '30 days'
    union
    select c.plan_id, c.person_id, c.required_from from app.consenter c
    join live l on l.id = c.plan_id
    where t < c.required_from and c.required_from <= t + interval '30 days'
      and (c.required_to is null or c.required_from < c.required_to))
  select c.plan_id, c.organisation_id, m.account_id, c.due,
    '/sip/plans/' || c.plan_id || '/calls/' || c.id, c.due || ':' || c.key
  from called c join app.membership m on m.organisation_id = c.organisation_id
    and m.role = 'caseworker' and m.ended_at is null
    and (c.unit_id is null or m.unit_id is null or m.unit_id = c.unit_id)
  union
  select c.plan_id, h.organisation_id, h.account_id, c.due,
    '/sip/plans/' || c.plan_id || '/calls/' || c.id, c.due || ':' || c.key
  from called c join handler h on h.plan_id = c.plan_id where c.due = 'call.late'
  union
  select a.plan_id, p.organisation_id, coalesce(p.account_id, q.account_id), 'meeting.near',
    '/meetings/' || m.id, 'meeting.near:' || a.id || ':' || extract(epoch from m.starts_at)::bigint
  from app.meeting m join live l on l.id = m.plan_id
  join app.attendance a on a.meeting_id = m.id and a.cancelled_at is null
    and a.reply <> 'not_coming'
  left join app.participant p on p.id = a.participant_id and p.ended_at is null
  left join app.plan_person q on q.id = a.person_id and q.ended_at is null
  where m.status = 'planned' and t < m.starts_at and m.starts_at - l.ahead <= t
  union
  select d.plan_id, d.organisation_id, d.account_id, d.due,
    case when d.organisation_id is null then '/my-plan/' else '/sip/plans/' end || d.plan_id,
    d.due || ':' || d.key
  from doing d
  union
  select f.plan_id, p.organisation_id, p.account_id,
    case when f.due_on < (t at time zone 'Europe/Stockholm')::date
      then 'follow_up.late' else 'follow_up.near' end,
    '/sip/plans/' || f.plan_id || '/meetings',
    case when f.due_on < (t at time zone 'Europe/Stockholm')::date
      then 'follow_up.late:' else 'follow_up.near:' end || f.id || ':' || f.due_on
  from app.follow_up f join live l on l.id = f.plan_id
  join app.participant p on p.id = f.holder_id and p.ended_at is null
  where f.held_on is null and f.due_on - l.ahead <= (t at time zone 'Europe/Stockholm')::date
  union
  -- ready to leave hospital: the call is due three days after (lag 2017:612 4 kap. 3 §)
  select d.plan_id, h.organisation_id, h.account_id, k.kind, '/sip/plans/' || d.plan_id || '/calls',
    k.kind || ':' || d.id
  from app.discharge d join handler h on h.plan_id = d.plan_id and h.organisation_id = d.from_party
  cross join lateral (select case
    when d.ready_on + 3 < (t at time zone 'Europe/Stockholm')::date then 'discharge.late'
    else 'discharge.near' end as kind) k
  where d.undone_at is null and d.readmitted_at is null
    and d.ready_on < (t at time zone 'Europe/Stockholm')::date
    and not app.is_called_home(d.plan_id)
  union
  select e.plan_id, h.organisation_id, h.account_id, 'consent.near',
    '/sip/plans/' || e.plan_id || '/consent', 'consent.near:' || e.id
  from expiring e join handler h on h.plan_id = e.plan_id
  union
  select e.plan_id, null, q.account_id, 'consent.near', '/my-plan/' || e.plan_id || '/who-may-see',
    'consent.near:' || e.id
  from expiring e join app.plan_person q on q.id = e.person_id and q.ended_at is null
  union
  select x.plan_id, h.organisation_id, h.account_id, 'consenter.near',
    '/sip/plans/' || x.plan_id || '/people',
    'consenter.near:' || x.plan_id || ':' || extract(epoch from x.at)::bigint
  from turning x join handler h on h.plan_id = x.plan_id
  union
  select x.plan_id, null, q.account_id, 'consenter.near',
    '/my-plan/' || x.plan_id || '/who-may-see',
    'consenter.near:' || x.plan_id || ':' || extract(epoch from x.at)::bigint
  from turning x join app.plan_person q on q.plan_id = x.plan_id and q.ended_at is null
    and (q.kind = 'subject' or q.id = x.person_id)
$$;
