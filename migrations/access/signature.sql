alter table app.signature enable row level security, force row level security;

-- A signatory signs by app.sign(), which is proven to have come from a fresh sign-in.
grant select on app.signature to portal_app;
grant select, insert on app.signature to portal_authz;

create policy maintain on app.signature to portal_owner using (true) with check (true);
create policy authz on app.signature to portal_authz using (true) with check (true);

create policy readable on app.signature for select to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[])
    or agreement_id = any ((select app.readable_agreements())::uuid[]));
