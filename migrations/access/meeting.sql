alter table app.meeting enable row level security, force row level security;

grant select, insert on app.meeting to portal_app;
grant update (purpose, starts_at, ends_at, is_remote, chair_id, status, revision, changed_at)
  on app.meeting to portal_app;
grant select on app.meeting to portal_authz;
grant update (chair_id, status, revision, changed_at) on app.meeting to portal_authz;

create policy maintain on app.meeting to portal_owner using (true) with check (true);
create policy authz on app.meeting to portal_authz using (true) with check (true);

create policy read on app.meeting for select to portal_app
  using (plan_id = any ((select app.seen_plans())::uuid[]));

-- staff who take part; somebody near the person reads along and answers for themself
create policy add on app.meeting for insert to portal_app
  with check ((plan_id = any ((select app.open_plans())::uuid[])
      and (select app.my_people()) = '{}'));

-- who holds it, or the plan together; a chair may give it to another
create policy change on app.meeting for update to portal_app
  using (plan_id = any ((select app.my_led_plans())::uuid[])
    or chair_id = any ((select app.my_duties())::uuid[]))
  with check (plan_id = any ((select app.open_plans())::uuid[]));

create trigger moves_plan after insert or update of status on app.meeting
  for each row execute function app.follow_events();

-- When it happened is the database's to say.
create trigger changed_at_is_now before insert or update of changed_at on app.meeting
  for each row when (current_user = 'portal_app') execute function app.stamp('changed_at');

create trigger keeps_notice before insert or update of starts_at on app.meeting
  for each row when (current_user = 'portal_app') execute function app.keep_notice();
