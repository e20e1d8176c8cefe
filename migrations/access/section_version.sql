alter table app.section_version enable row level security, force row level security;

grant select, insert on app.section_version to portal_app;
grant select, insert on app.section_version to portal_authz;

create policy maintain on app.section_version to portal_owner using (true) with check (true);
create policy authz on app.section_version to portal_authz using (true) with check (true);

create policy readable on app.section_version for select to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[])
    or agreement_id = any ((select app.readable_agreements())::uuid[]));

-- From sharing on every change is a suggestion that the parties have agreed to.
create policy party_insert on app.section_version for insert to portal_app
  with check (agreement_id = any ((select app.my_agreements())::uuid[])
    and county_id = (select app.my_county())
    and (select app.i_am('coordinator'))
    and correction_id is null
    and ((agreement_id = any ((select app.my_new_agreements())::uuid[])
            and organisation_id = (select app.my_organisation())
            and author_name = (select app.my_name())
            and suggestion_id is null)
        or (app.is_agreed(suggestion_id)
            and exists (select from app.suggestion s
                where s.id = section_version.suggestion_id
                and s.section_id = section_version.section_id
                and s.organisation_id = section_version.organisation_id
                and s.author_name = section_version.author_name
                and s.text = section_version.text))));

-- When it happened is the database's to say.
create trigger created_at_is_now before insert on app.section_version
  for each row when (current_user = 'portal_app') execute function app.stamp('created_at');
