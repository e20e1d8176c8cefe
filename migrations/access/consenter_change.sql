alter table app.consenter_change enable row level security, force row level security;

grant select, insert on app.consenter_change to portal_app;
grant update (outcome, settled_by, settled_by_name) on app.consenter_change to portal_app;
grant select on app.consenter_change to portal_authz;

create policy maintain on app.consenter_change to portal_owner using (true) with check (true);
create policy authz on app.consenter_change to portal_authz using (true) with check (true);

create policy read on app.consenter_change for select to portal_app
  using (plan_id = any ((select app.my_whole_cases())::uuid[])
    or (plan_id = any ((select app.my_owned_plans())::uuid[])
        and person_id = any ((select app.my_people())::uuid[])));

create policy add on app.consenter_change for insert to portal_app
  with check (plan_id = any ((select app.my_cases())::uuid[])
    and proposed_by = (select app.my_account()));

create policy change on app.consenter_change for update to portal_app
  using (plan_id = any ((select app.my_cases())::uuid[]))
  with check (plan_id = any ((select app.my_cases())::uuid[])
    and settled_by = (select app.my_account()));

create trigger settles before insert or update on app.consenter_change
  for each row execute function app.settle_change();
