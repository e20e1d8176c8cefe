alter table app.document_version enable row level security, force row level security;

grant select, insert on app.document_version to portal_app;
grant update (signing_copy, signing_sha256, voided_at, voided_by, voided_reason)
  on app.document_version to portal_app;
grant select, insert, update (voided_at, voided_by, voided_reason)
  on app.document_version to portal_authz;

create policy maintain on app.document_version to portal_owner using (true) with check (true);
create policy authz on app.document_version to portal_authz using (true) with check (true);

create policy readable on app.document_version for select to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[])
    or agreement_id = any ((select app.readable_agreements())::uuid[]));

create policy party_insert on app.document_version for insert to portal_app
  with check (agreement_id = any ((select app.my_agreements())::uuid[])
    and app.is_bound(agreement_id)
    and county_id = (select app.my_county())
    and (select app.i_am('coordinator'))
    and (voided_at is null and signing_copy is null and signing_sha256 is null));

create policy party_update on app.document_version for update to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[]) and app.is_bound(agreement_id))
  with check (agreement_id = any ((select app.my_agreements())::uuid[])
    -- what has been signed by all is taken back by nobody
    and (voided_at is null or (voided_by = (select app.my_byline())
      and exists (select from app.agreement x where x.id = document_version.agreement_id
        and x.status in ('shared', 'decision', 'signing'))))
    -- a signatory voids the version it will not sign
    and ((select app.i_am('coordinator')) or voided_at is not null));

-- A frozen file stays as it is but for a decision that is put right before anybody has signed, and a
-- void version void, also to portal_owner.
create trigger frozen_copy before update of signing_copy, signing_sha256 on app.document_version
  for each row when (old.signing_sha256 is not null) execute function app.refuse_frozen();

create trigger stays_void before update of voided_at, voided_by, voided_reason
  on app.document_version for each row when (old.voided_at is not null)
  execute function app.refuse_change();

-- When it happened is the database's to say.
create trigger made_at_is_now before insert on app.document_version
  for each row when (current_user = 'portal_app') execute function app.stamp('made_at');

create trigger voided_at_is_now before insert or update of voided_at on app.document_version
  for each row when (current_user = 'portal_app' and new.voided_at is not null)
  execute function app.stamp('voided_at');
