alter table app.follow_up enable row level security, force row level security;

grant select, insert on app.follow_up to portal_app;
grant update (due_on, holder_id, held_on) on app.follow_up to portal_app;
grant select on app.follow_up to portal_authz;
grant update (holder_id) on app.follow_up to portal_authz;

create policy maintain on app.follow_up to portal_owner using (true) with check (true);
create policy authz on app.follow_up to portal_authz using (true) with check (true);

create policy read on app.follow_up for select to portal_app
  using (plan_id = any ((select app.seen_plans())::uuid[]));

-- who holds the plan together agrees on it, and whoever is to hold it notes that they have
create policy add on app.follow_up for insert to portal_app
  with check (plan_id = any ((select app.my_led_plans())::uuid[]));

create policy change on app.follow_up for update to portal_app
  using (plan_id = any ((select app.my_led_plans())::uuid[])
    or holder_id = any ((select app.my_duties())::uuid[]))
  with check (plan_id = any ((select app.my_led_plans())::uuid[])
    or holder_id = any ((select app.my_duties())::uuid[]));

create trigger moves_plan after insert or update of held_on on app.follow_up
  for each row execute function app.follow_events();

-- When it happened is the database's to say.
create trigger agreed_at_is_now before insert on app.follow_up
  for each row when (current_user = 'portal_app') execute function app.stamp('agreed_at');
