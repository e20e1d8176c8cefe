alter table app.signature enable row level security, force row level security;

grant select, insert on app.signature to portal_app;
grant select on app.signature to portal_authz;

create policy maintain on app.signature to portal_owner using (true) with check (true);
create policy authz on app.signature to portal_authz using (true) with check (true);

create policy readable on app.signature for select to portal_app
  using (agreement_id = any ((select app.readable_agreements())::uuid[]));

-- A signatory signs for themself, and the file that is up now.
create policy party_insert on app.signature for insert to portal_app
  with check (agreement_id = any ((select app.my_agreements())::uuid[])
    and county_id = (select app.my_county())
    and (organisation_id = (select app.my_organisation())
        and account_id = (select app.my_account())
        and (select app.i_am('signatory'))
        and not on_paper
        and exists (select from app.document_version v
            where v.id = signature.document_version_id
            and v.voided_at is null
            and v.signing_sha256 = signature.document_sha256)
        and not app.acts_for_another(document_version_id)));
