alter table app.agreement_area enable row level security, force row level security;

-- Kept from the agreement, by app.keep_area; who reads the agreement reads its area there.
grant select, insert, delete on app.agreement_area to portal_authz;

create policy maintain on app.agreement_area to portal_owner using (true) with check (true);
create policy authz on app.agreement_area to portal_authz using (true) with check (true);
