alter table app.call enable row level security, force row level security;

-- What a called organisation brings has a category of its own: app.sayings() hands it out. At which
-- unit the call lies app.call_units() tells.
grant insert on app.call to portal_app;
grant select (id, county_id, plan_id, kind, organisation_id, asked_sealed, status, sent_at,
  answer_by, answered_at, taken_by) on app.call to portal_app;
grant update (unit_id, contribution_sealed, contribution_category, status, answered_at, taken_by)
  on app.call to portal_app;
grant select on app.call to portal_authz;
grant update (status, unit_id) on app.call to portal_authz;

create policy maintain on app.call to portal_owner using (true) with check (true);
create policy authz on app.call to portal_authz using (true) with check (true);

create policy read on app.call for select to portal_app
  using (plan_id = any ((select app.case_plans())::uuid[])
    or id = any ((select app.my_calls())::uuid[]));

create policy add on app.call for insert to portal_app
  with check (plan_id = any ((select app.my_open_cases())::uuid[])
    and app.may_call(plan_id, organisation_id));

create policy change on app.call for update to portal_app
  using (plan_id = any ((select app.my_cases())::uuid[])
    or id = any ((select app.my_calls())::uuid[]))
  with check (plan_id = any ((select app.my_cases())::uuid[])
    or id = any ((select app.my_calls())::uuid[]));

-- Nothing is done about a call of a plan that stands still.
create policy goes_on on app.call as restrictive for update to portal_app
  using (true) with check (plan_id = any ((select app.going_plans())::uuid[]));

-- When it happened is the database's to say.
create trigger sent_at_is_now before insert on app.call
  for each row when (current_user = 'portal_app') execute function app.stamp('sent_at');

create trigger answered_at_is_now before insert or update of answered_at on app.call
  for each row when (current_user = 'portal_app' and new.answered_at is not null)
  execute function app.stamp('answered_at');

-- not at a unit that is closed
create trigger open_unit before insert or update of unit_id on app.call for each row
  when (new.unit_id is not null) execute function app.refuse_closed_unit();

create trigger begins_work after insert on app.call
  for each row when (current_user = 'portal_app') execute function app.start_clocks();
