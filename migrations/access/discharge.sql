alter table app.discharge enable row level security, force row level security;

grant select, insert on app.discharge to portal_app;
grant update (undone_at, undone_by, readmitted_on, readmitted_at, readmitted_by) on app.discharge to portal_app;
grant select on app.discharge to portal_authz;

create policy maintain on app.discharge to portal_owner using (true) with check (true);
create policy authz on app.discharge to portal_authz using (true) with check (true);

-- those who work with the plan for the region that was told, and whose the plan is: that somebody
-- is in hospital is nobody else's to see
create policy read on app.discharge for select to portal_app
  using ((plan_id = any ((select app.my_written_plans())::uuid[])
      and from_party = (select app.my_organisation()))
    or plan_id = any ((select app.my_owned_plans())::uuid[]));

-- the region, in the plans that it handles: its fast vårdkontakt sends the call
create policy add on app.discharge for insert to portal_app
  with check (from_party = (select app.my_organisation())
    and plan_id = any ((select app.my_open_cases())::uuid[])
    and exists (select from app.organisation o where o.id = from_party and o.kind = 'region')
    and recorded_by = (select app.my_name())
    and undone_at is null and readmitted_at is null);

-- that it was wrong, or that the person has been admitted again
create policy change on app.discharge for update to portal_app
  using (from_party = (select app.my_organisation())
    and plan_id = any ((select app.my_open_cases())::uuid[])
    and undone_at is null and readmitted_at is null)
  with check (coalesce(undone_by, readmitted_by) = (select app.my_name()));

-- When it happened is the database's to say.
create trigger recorded_at_is_now before insert on app.discharge
  for each row when (current_user = 'portal_app') execute function app.stamp('recorded_at');

create trigger undone_at_is_now before update of undone_at on app.discharge
  for each row when (current_user = 'portal_app') execute function app.stamp('undone_at');

create trigger readmitted_at_is_now before update of readmitted_at on app.discharge
  for each row when (current_user = 'portal_app') execute function app.stamp('readmitted_at');
