alter table app.work_phone enable row level security, force row level security;

-- Written by app.set_work_phone() alone; in a plan app.plan_parts() gives it.
grant select on app.work_phone to portal_app;
grant select, insert, update, delete on app.work_phone to portal_authz;

create policy maintain on app.work_phone to portal_owner using (true) with check (true);
create policy authz on app.work_phone to portal_authz using (true) with check (true);

create policy own on app.work_phone for select to portal_app
  using (account_id = (select app.my_account()));
