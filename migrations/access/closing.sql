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

-- When it happened is the database's to say.
create trigger closed_at_is_now before insert on app.closing
  for each row when (current_user = 'portal_app') execute function app.stamp('closed_at');

create trigger undone_at_is_now before insert or update of undone_at on app.closing
  for each row when (current_user = 'portal_app' and new.undone_at is not null)
  execute function app.stamp('undone_at');
