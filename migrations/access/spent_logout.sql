alter table app.spent_logout enable row level security, force row level security;

grant select, insert, delete on app.spent_logout to portal_authz;

create policy maintain on app.spent_logout to portal_owner using (true) with check (true);
create policy authz on app.spent_logout to portal_authz using (true) with check (true);
