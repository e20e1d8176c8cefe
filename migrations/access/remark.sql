alter table app.remark enable row level security, force row level security;

-- Why a text was locked as it was: decided and signed by others in the knowledge of it.
grant select, insert on app.remark to portal_app;
grant select on app.remark to portal_authz;

create policy maintain on app.remark to portal_owner using (true) with check (true);
create policy authz on app.remark to portal_authz using (true) with check (true);

create policy readable on app.remark for select to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[])
    or agreement_id = any ((select app.readable_agreements())::uuid[]));

create policy party_insert on app.remark for insert to portal_app
  with check (agreement_id = any ((select app.my_agreements())::uuid[])
    and county_id = (select app.my_county())
    and (select app.i_am('coordinator'))
    and author_name = (select app.my_name())
    and organisation_id = (select app.my_organisation())
    and exists (select from app.document_version v
      where v.id = remark.document_version_id and v.voided_at is null
      and v.signing_sha256 is null));

-- When it happened is the database's to say.
create trigger written_at_is_now before insert on app.remark
  for each row when (current_user = 'portal_app') execute function app.stamp('written_at');
