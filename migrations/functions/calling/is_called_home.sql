-- Whether the planning before somebody leaves hospital has been called to: anybody was called to the
-- plan. When they have been admitted again only what was called since then counts, and then a meeting
-- that was planned since as well: those who came at first are still in the plan.
create or replace function app.is_called_home(plan uuid) returns boolean
language sql stable as $$
  with admitted as (select max(d.readmitted_at) as at from app.discharge d
    where d.plan_id = is_called_home.plan)
  select exists (select from app.call c cross join admitted a
      where c.plan_id = is_called_home.plan and c.status <> 'cancelled'
      and (a.at is null or c.sent_at >= a.at))
    or exists (select from app.meeting m cross join admitted a
      where m.plan_id = is_called_home.plan and m.status <> 'cancelled' and m.changed_at >= a.at)
$$;

grant execute on function app.is_called_home(uuid) to portal_app;
