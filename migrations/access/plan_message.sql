alter table app.plan_message enable row level security, force row level security;

grant select, insert on app.plan_message to portal_app;
grant update (settled_at, settled_by) on app.plan_message to portal_app;
grant select on app.plan_message to portal_authz;

create policy maintain on app.plan_message to portal_owner using (true) with check (true);
create policy authz on app.plan_message to portal_authz using (true) with check (true);

-- Between one private person and those who handle the plan: nobody else, not even whose plan it is.
create policy read on app.plan_message for select to portal_app
  using (person_id = any ((select app.my_people())::uuid[])
    or plan_id = any ((select app.handled_plans())::uuid[]));

create policy add on app.plan_message for insert to portal_app
  with check (written_by = (select app.my_name()) and settled_at is null
    and ((from_party = person_id and person_id = any ((select app.my_people())::uuid[])
        and plan_id = any ((select app.seen_plans())::uuid[]))
      or (from_party = (select app.my_organisation())
        and plan_id = any ((select app.my_cases())::uuid[])
        and person_id = any (app.reached_people(plan_id)))));

-- In a plan that has ended nobody would read it.
create policy has_not_ended on app.plan_message as restrictive for insert to portal_app
  with check (exists (select from app.plan l
    where l.id = plan_id and l.phase not in ('closed', 'not_started')));

-- that what a private person has written needs no answer
create policy change on app.plan_message for update to portal_app
  using (from_party = person_id and settled_at is null
    and plan_id = any ((select app.my_cases())::uuid[]))
  with check (settled_by = (select app.my_name()));

-- When it happened is the database's to say.
create trigger written_at_is_now before insert on app.plan_message
  for each row when (current_user = 'portal_app') execute function app.stamp('written_at');

create trigger settled_at_is_now before update of settled_at on app.plan_message
  for each row when (current_user = 'portal_app') execute function app.stamp('settled_at');
