alter table app.plan_approval enable row level security, force row level security;

-- The words of an objection have a category of their own: app.read_plan and app.open_plan hand them
-- out, to those who share it.
grant insert on app.plan_approval to portal_app;
grant select (id, county_id, plan_id, number, person_id, organisation_id, answer, how, recorded_by,
  at) on app.plan_approval to portal_app;
grant select on app.plan_approval to portal_authz;

create policy maintain on app.plan_approval to portal_owner using (true) with check (true);
create policy authz on app.plan_approval to portal_authz using (true) with check (true);

create policy read on app.plan_approval for select to portal_app
  using (plan_id = any ((select app.seen_plans())::uuid[]));

create policy add on app.plan_approval for insert to portal_app
  with check (plan_id = any ((select app.live_plans())::uuid[])
    and (organisation_id = (select app.my_organisation())
        or (person_id = any ((select app.my_people())::uuid[])
            and plan_id = any ((select app.my_owned_plans())::uuid[]))
        or (organisation_id is null and plan_id = any ((select app.my_cases())::uuid[]))));

create trigger append_only_table before truncate on app.plan_approval
  for each statement execute function app.refuse_change();

create trigger append_only before update on app.plan_approval
  for each row execute function app.refuse_change();

-- History may be deleted when the retention of the party in the named column has ended.
create trigger kept before delete on app.plan_approval
  for each row execute function app.refuse_kept('organisation_id');

create trigger moves_plan after insert on app.plan_approval
  for each row execute function app.follow_events();

create trigger own_answer before insert on app.plan_approval
  for each row execute function app.hold_answer();

-- When it happened is the database's to say.
create trigger at_is_now before insert on app.plan_approval
  for each row when (current_user = 'portal_app') execute function app.stamp('at');
