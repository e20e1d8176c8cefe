alter table app.goal enable row level security, force row level security;

grant select, insert on app.goal to portal_app;
grant update (position, stated_by, title_sealed, measure_sealed, status, version, changed_at,
  changed_by, removed_at, category) on app.goal to portal_app;
grant select on app.goal to portal_authz;
grant update (version, changed_at, changed_by, confirmed_at, confirmed_by) on app.goal
  to portal_authz;

create policy maintain on app.goal to portal_owner using (true) with check (true);
create policy authz on app.goal to portal_authz using (true) with check (true);

-- The first condition is for the index, the second says what is seen.
create policy read on app.goal for select to portal_app
  using (plan_id = any ((select app.my_written_plans())::uuid[])
    and app.is_disclosed(disclosure, plan_id, from_party,
      (select app.my_disclosures())::text[]));

create policy add on app.goal for insert to portal_app
  with check ((plan_id::text || ':' || from_party::text) = any ((select app.my_pens())::text[]));

create policy change on app.goal for update to portal_app
  using ((plan_id::text || ':' || from_party::text) = any ((select app.my_pens())::text[]))
  with check ((plan_id::text || ':' || from_party::text) = any ((select app.my_pens())::text[]));

create trigger in_sight before update of category on app.goal
  for each row when (old.category <> new.category) execute function app.keep_goal_in_sight();

-- Whose words they are: app.confirm_words() and app.pass_on() write as portal_authz.
create trigger words before insert or update on app.goal
  for each row when (current_user <> 'portal_authz') execute function app.hold_words();

create trigger moved after update of category on app.goal
  for each row when (old.category <> new.category) execute function app.follow_category();

create trigger moves_plan after insert or update of removed_at on app.goal
  for each row execute function app.follow_events();

-- When it happened is the database's to say.
create trigger changed_at_is_now before insert or update of changed_at on app.goal
  for each row when (current_user = 'portal_app') execute function app.stamp('changed_at');

create trigger removed_at_is_now before insert or update of removed_at on app.goal
  for each row when (current_user = 'portal_app' and new.removed_at is not null)
  execute function app.stamp('removed_at');
