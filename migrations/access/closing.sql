alter table app.closing enable row level security, force row level security;

grant select, insert on app.closing to portal_app;
grant update (undone_at, undone_by, undone_reason) on app.closing to portal_app;
grant select on app.closing to portal_authz;

create policy maintain on app.closing to portal_owner using (true) with check (true);
create policy authz on app.closing to portal_authz using (true) with check (true);

create policy read on app.closing for select to portal_app
  using (plan_id = any ((select app.known_plans())::uuid[]));

create policy add on app.closing for insert to portal_app
  with check (plan_id = any ((select app.my_cases())::uuid[]));

create policy change on app.closing for update to portal_app
  using (plan_id = any ((select app.my_cases())::uuid[]) and undone_at is null)
  with check (plan_id = any ((select app.my_cases())::uuid[]));
