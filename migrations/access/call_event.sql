alter table app.call_event enable row level security, force row level security;

-- Which units it was sent to and passed on from app.call_units() tells.
grant insert on app.call_event to portal_app;
grant select (id, county_id, plan_id, call_id, step, at, by_name, organisation_id, reason)
  on app.call_event to portal_app;
grant select, insert on app.call_event to portal_authz;

create policy maintain on app.call_event to portal_owner using (true) with check (true);
create policy authz on app.call_event to portal_authz using (true) with check (true);

create policy read on app.call_event for select to portal_app
  using (plan_id = any ((select app.case_plans())::uuid[])
    or call_id = any ((select app.my_calls())::uuid[]));

create policy add on app.call_event for insert to portal_app
  with check (plan_id = any ((select app.my_cases())::uuid[])
    or (organisation_id = (select app.my_organisation())
        and call_id = any ((select app.my_calls())::uuid[])));

create trigger append_only before update or delete on app.call_event
  for each row execute function app.refuse_change();

create trigger append_only_table before truncate on app.call_event
  for each statement execute function app.refuse_change();

-- When it happened is the database's to say.
create trigger at_is_now before insert on app.call_event
  for each row when (current_user = 'portal_app') execute function app.stamp('at');
