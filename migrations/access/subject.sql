alter table app.subject enable row level security, force row level security;

grant select on app.subject to portal_app;
grant select on app.subject to portal_authz;

create policy maintain on app.subject to portal_owner using (true) with check (true);
create policy authz on app.subject to portal_authz using (true) with check (true);

create policy county on app.subject for select to portal_app
  using (county_id = (select app.my_county()));
