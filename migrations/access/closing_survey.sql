alter table app.closing_survey enable row level security, force row level security;

grant select, insert on app.closing_survey to portal_app;
grant select on app.closing_survey to portal_authz;

create policy maintain on app.closing_survey to portal_owner using (true) with check (true);
create policy authz on app.closing_survey to portal_authz using (true) with check (true);

create policy read on app.closing_survey for select to portal_app
  using (plan_id = any ((select app.case_plans())::uuid[]));

create policy add on app.closing_survey for insert to portal_app
  with check (plan_id = any ((select app.my_owned_plans())::uuid[])
    or plan_id = any ((select app.my_cases())::uuid[]));

create trigger own_answer before insert on app.closing_survey
  for each row execute function app.hold_survey();

-- When it happened is the database's to say.
create trigger at_is_now before insert on app.closing_survey
  for each row when (current_user = 'portal_app') execute function app.stamp('at');
