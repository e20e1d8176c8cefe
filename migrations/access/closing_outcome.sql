alter table app.closing_outcome enable row level security, force row level security;

grant select, insert on app.closing_outcome to portal_app;
grant select on app.closing_outcome to portal_authz;

create policy maintain on app.closing_outcome to portal_owner using (true) with check (true);
create policy authz on app.closing_outcome to portal_authz using (true) with check (true);

-- whoever sees the goal or the measure sees how it went
create policy read on app.closing_outcome for select to portal_app
  using (plan_id = any ((select app.my_written_plans())::uuid[])
    and (exists (select from app.goal g where g.id = goal_id)
      or exists (select from app.action a where a.id = action_id)));

create policy add on app.closing_outcome for insert to portal_app
  with check (plan_id = any ((select app.my_cases())::uuid[]));
