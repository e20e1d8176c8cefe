-- Lift every dispute whose level's time is out to the next level, once each, and tell both sides'
-- coordinators. `workdays` are the working days that follow `today`, the first before: the n-th is
-- when n of them are out. At the last level nothing comes next: it stays there, its clock stopped,
-- and both are told once that its time is out. Answers how many there were. Any number may run it.
create or replace function app.escalate_disputes(today date, workdays date[]) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  due uuid[];
begin
  -- whoever runs it meanwhile takes the others
  due := array(select d.id from dispute d where d.settled_at is null and d.due_on < today
    order by d.due_on, d.id for update skip locked);
  insert into outbox (id, county_id, account_id, organisation_id, kind, path, dedupe, not_before)
  select distinct on (d.id, a.id) gen_random_uuid(), d.county_id, a.id, o.id,
    case when n.id is null then 'dispute.out_of_time' else 'dispute.lifted' end,
    '/agreements/' || d.agreement_id || '/disputes/' || d.id,
    'dispute.lifted:' || d.id || ':' || d.level + 1 || ':' || a.id, now()
  from dispute d
  left join dispute_level n on n.dispute_id = d.id and n.number = d.level + 1
  join organisation o on o.id in (d.opener_id, d.other_id) and o.closed_at is null
  join membership m on m.organisation_id = o.id and m.role = 'coordinator' and m.ended_at is null
  join account a on a.id = m.account_id and a.disabled_at is null and a.email is not null
  where d.id = any (due)
  order by d.id, a.id, o.id
  on conflict (dedupe) do nothing;
  update dispute_level l set ended_on = today, outcome = 'out_of_time'
  from dispute d where d.id = any (due) and l.dispute_id = d.id and l.number = d.level
    and exists (select from dispute_level n where n.dispute_id = d.id and n.number = d.level + 1);
  update dispute_level l set started_on = today,
    due_on = coalesce(workdays[l.working_days], today + l.days)
  from dispute d where d.id = any (due) and l.dispute_id = d.id and l.number = d.level + 1;
  update dispute d set level = coalesce(n.number, d.level), due_on = n.due_on
  from dispute x left join dispute_level n on n.dispute_id = x.id and n.number = x.level + 1
  where x.id = d.id and d.id = any (due);
  return cardinality(due);
end $$;

grant execute on function app.escalate_disputes(date, date[]) to portal_worker;
