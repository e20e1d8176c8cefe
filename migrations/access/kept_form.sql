alter table app.kept_form enable row level security, force row level security;

grant select, insert, delete on app.kept_form to portal_authz;

create policy maintain on app.kept_form to portal_owner using (true) with check (true);
create policy authz on app.kept_form to portal_authz using (true) with check (true);
