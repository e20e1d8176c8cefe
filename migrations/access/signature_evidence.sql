alter table app.signature_evidence enable row level security, force row level security;

-- Written by the web server and never read by it.
grant insert on app.signature_evidence to portal_app;

create policy maintain on app.signature_evidence to portal_owner using (true) with check (true);
create policy authz on app.signature_evidence to portal_authz using (true) with check (true);

create policy party_insert on app.signature_evidence for insert to portal_app
  with check (agreement_id = any ((select app.my_agreements())::uuid[])
    and county_id = (select app.my_county())
    and (exists (select from app.signature s
          where s.id = signature_evidence.signature_id
          and s.account_id = (select app.my_account()))));
