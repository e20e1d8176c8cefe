alter table app.signature_evidence enable row level security, force row level security;

-- Written with its signature, by app.sign(), and never read by the web server.
grant select, insert on app.signature_evidence to portal_authz;

create policy maintain on app.signature_evidence to portal_owner using (true) with check (true);
create policy authz on app.signature_evidence to portal_authz using (true) with check (true);
