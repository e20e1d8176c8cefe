alter table app.organisation_change enable row level security, force row level security;

-- What has become of an organisation is written by the functions that do it.
grant select on app.organisation_change to portal_app;
grant select, insert, delete on app.organisation_change to portal_authz;
grant update (applied_at) on app.organisation_change to portal_authz;

create policy maintain on app.organisation_change to portal_owner using (true) with check (true);
create policy authz on app.organisation_change to portal_authz using (true) with check (true);

create policy directory on app.organisation_change for select to portal_app
  using (county_id = (select app.my_county()));

-- What has begun to hold is history.
create trigger stays before update of applied_at on app.organisation_change
  for each row when (old.applied_at is not null) execute function app.refuse_change();

create trigger is_history before delete on app.organisation_change
  for each row when (old.applied_at is not null) execute function app.refuse_change();
