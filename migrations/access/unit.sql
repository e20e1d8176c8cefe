alter table app.unit enable row level security, force row level security;

grant select, insert on app.unit to portal_app;
grant select, insert on app.unit to portal_authz;
grant update (name, sort_key, former_names, closed_at) on app.unit to portal_authz;

create policy maintain on app.unit to portal_owner using (true) with check (true);
create policy authz on app.unit to portal_authz using (true) with check (true);

create policy directory on app.unit for select to portal_app
  using (county_id = (select app.my_county()));

create policy administer on app.unit for insert to portal_app
  with check (organisation_id = (select app.my_organisation())
    and county_id = (select app.my_county())
    and (select app.i_am('administrator')));

-- Its name changes, and it is closed, by functions that keep what was.

-- When it happened is the database's to say.
create trigger closed_at_is_now before insert on app.unit
  for each row when (current_user = 'portal_app' and new.closed_at is not null)
  execute function app.stamp('closed_at');
