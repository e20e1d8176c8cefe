alter table app.annex_version enable row level security, force row level security;

-- What an annex has held is never changed.
grant select, insert on app.annex_version to portal_app;
grant select on app.annex_version to portal_authz;

create policy maintain on app.annex_version to portal_owner using (true) with check (true);
create policy authz on app.annex_version to portal_authz using (true) with check (true);

-- What has only been suggested is read with its suggestion.
create policy suggested on app.annex_version as restrictive for select to portal_app
  using (version is not null or exists (select from app.suggestion s
    where s.id = annex_version.suggestion_id));

create policy readable on app.annex_version for select to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[])
    or agreement_id = any ((select app.readable_agreements())::uuid[]));

-- The checksum is that of what it holds: the document that is signed names it.
create policy party_insert on app.annex_version for insert to portal_app
  with check (agreement_id = any ((select app.my_agreements())::uuid[])
    and county_id = (select app.my_county())
    and (select app.i_am('coordinator'))
    and ((agreement_id = any ((select app.my_new_agreements())::uuid[])
            and organisation_id = (select app.my_organisation())
            and author_name = (select app.my_name())
            and suggestion_id is null)
        or exists (select from app.suggestion s
            where s.id = annex_version.suggestion_id
            and s.organisation_id = annex_version.organisation_id
            and s.author_name = annex_version.author_name
            and s.outline ->> 'annex' = annex_version.annex_id::text
            and (app.is_agreed(s.id) or (version is null and s.status in ('internal', 'published')
              and s.organisation_id = (select app.my_organisation())))))
    and octet_length(coalesce(content, convert_to(text, 'UTF8'))) = size
    and encode(sha256(coalesce(content, convert_to(text, 'UTF8'))), 'hex') = annex_version.sha256);

-- When it happened is the database's to say.
create trigger created_at_is_now before insert on app.annex_version
  for each row when (current_user = 'portal_app') execute function app.stamp('created_at');
