alter table app.sign_in_flow enable row level security, force row level security;

grant select, insert, delete on app.sign_in_flow to portal_authz;

create policy maintain on app.sign_in_flow to portal_owner using (true) with check (true);
create policy authz on app.sign_in_flow to portal_authz using (true) with check (true);
