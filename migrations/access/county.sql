alter table app.county enable row level security, force row level security;

grant select on app.county to portal_app;
grant select on app.county to portal_authz;

create policy maintain on app.county to portal_owner using (true) with check (true);
create policy authz on app.county to portal_authz using (true) with check (true);

create policy directory on app.county for select to portal_app
  using (id = (select app.my_county()));
