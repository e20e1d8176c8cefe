alter table app.key_check enable row level security, force row level security;

-- Written by `portal db upgrade` alone; the web server asks app.wrong_keys().
grant select on app.key_check to portal_authz;

create policy maintain on app.key_check to portal_owner using (true) with check (true);
create policy authz on app.key_check to portal_authz using (true) with check (true);
