alter table app.audit_head enable row level security, force row level security;

grant select, insert, update on app.audit_head to portal_authz;

create policy maintain on app.audit_head to portal_owner using (true) with check (true);
create policy authz on app.audit_head to portal_authz using (true) with check (true);
