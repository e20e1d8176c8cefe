alter table app.plan_version enable row level security, force row level security;

grant select, insert on app.plan_version to portal_app;
grant select on app.plan_version to portal_authz;

create policy maintain on app.plan_version to portal_owner using (true) with check (true);
create policy authz on app.plan_version to portal_authz using (true) with check (true);

create policy read on app.plan_version for select to portal_app
  using (plan_id = any ((select app.seen_plans())::uuid[]));

create policy add on app.plan_version for insert to portal_app
  with check (plan_id = any ((select app.my_led_plans())::uuid[]));

create trigger append_only before update or delete on app.plan_version
  for each row execute function app.refuse_change();

create trigger append_only_table before truncate on app.plan_version
  for each statement execute function app.refuse_change();

create trigger number before insert on app.plan_version
  for each row execute function app.number_version();

create trigger moves_plan after insert on app.plan_version
  for each row execute function app.follow_events();

-- When it happened is the database's to say.
create trigger made_at_is_now before insert on app.plan_version
  for each row when (current_user = 'portal_app') execute function app.stamp('made_at');
