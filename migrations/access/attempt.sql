alter table app.attempt enable row level security, force row level security;

grant select, insert, update, delete on app.attempt to portal_authz;

create policy maintain on app.attempt to portal_owner using (true) with check (true);
create policy authz on app.attempt to portal_authz using (true) with check (true);
