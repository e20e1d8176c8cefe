alter table app.invitation enable row level security, force row level security;

grant select, insert on app.invitation to portal_app;
grant update (revoked_at) on app.invitation to portal_app;
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

-- whoever administers the county invites the first administrator of an organisation in it
create policy administer_county on app.invitation for select to portal_app
  using (role = 'administrator' and (select app.administers_county((select app.my_county())))
    and county_id = (select app.my_county()));

create policy administer_county_add on app.invitation for insert to portal_app
  with check (role = 'administrator' and unit_id is null and plan_id is null
    and plan_person_id is null
    and (select app.administers_county((select app.my_county())))
    and county_id = (select app.my_county()));

-- a one-time code that links somebody in a plan to their own sign-in
create policy handle on app.invitation for select to portal_app
  using (plan_id = any ((select app.handled_plans())::uuid[]));

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

-- When it happened is the database's to say.
create trigger created_at_is_now before insert on app.invitation
  for each row when (current_user = 'portal_app') execute function app.stamp('created_at');

create trigger used_at_is_now before insert on app.invitation
  for each row when (current_user = 'portal_app' and new.used_at is not null)
  execute function app.stamp('used_at');

create trigger revoked_at_is_now before insert or update of revoked_at on app.invitation
  for each row when (current_user = 'portal_app' and new.revoked_at is not null)
  execute function app.stamp('revoked_at');

-- and it does not happen again, or never have happened
create trigger revoked_at_stays before update of revoked_at on app.invitation
  for each row when (current_user = 'portal_app' and old.revoked_at is not null)
  execute function app.refuse_change();

-- not at a unit that is closed
create trigger open_unit before insert or update of unit_id on app.invitation for each row
  when (new.unit_id is not null) execute function app.refuse_closed_unit();
