alter table app.template_version enable row level security, force row level security;

grant select on app.template_version to portal_app;
grant select, insert on app.template_version to portal_authz;

create policy maintain on app.template_version to portal_owner using (true) with check (true);
create policy authz on app.template_version to portal_authz using (true) with check (true);

create policy county on app.template_version for select to portal_app
  using (county_id = (select app.my_county()));
