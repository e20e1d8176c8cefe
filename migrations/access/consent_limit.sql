alter table app.consent_limit enable row level security, force row level security;

-- Written by `portal db upgrade` alone: portal_app has no right to the table at all.
grant select on app.consent_limit to portal_authz;

create policy maintain on app.consent_limit to portal_owner using (true) with check (true);
create policy authz on app.consent_limit to portal_authz using (true) with check (true);
