alter table app.session enable row level security, force row level security;

grant select, insert, update on app.session to portal_authz;

create policy maintain on app.session to portal_owner using (true) with check (true);
create policy authz on app.session to portal_authz using (true) with check (true);
