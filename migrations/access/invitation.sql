alter table app.invitation enable row level security, force row level security;

grant select, insert, update on app.invitation to portal_app;
grant select, insert, update on app.invitation to portal_authz;

create policy maintain on app.invitation to portal_owner using (true) with check (true);
create policy authz on app.invitation to portal_authz using (true) with check (true);

-- An administrator's invitation is to a role, and never a way into a plan.
create policy administer on app.invitation for all to portal_app
  using (organisation_id = (select app.my_organisation())
    and (select app.i_am('administrator'))
    and plan_id is null)
  with check (organisation_id = (select app.my_organisation())
    and county_id = (select app.my_county())
    and (select app.i_am('administrator'))
    and plan_id is null
    and plan_person_id is null);

-- a one-time code that links somebody in a plan to their own sign-in
create policy handle on app.invitation for select to portal_app
  using (plan_id = any ((select app.my_cases())::uuid[]));

create policy handle_add on app.invitation for insert to portal_app
  with check (plan_id = any ((select app.my_cases())::uuid[])
    and app.is_in_plan(plan_id, plan_person_id)
    and county_id = (select app.my_county())
    and role = 'individual'
    and organisation_id = (select app.individuals()));

create policy handle_revoke on app.invitation for update to portal_app
  using (plan_id = any ((select app.my_cases())::uuid[]))
  with check (plan_id = any ((select app.my_cases())::uuid[])
    and app.is_in_plan(plan_id, plan_person_id)
    and county_id = (select app.my_county())
    and role = 'individual'
    and organisation_id = (select app.individuals()));
