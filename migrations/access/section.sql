alter table app.section enable row level security, force row level security;

grant select, insert on app.section to portal_app;
grant update (prompts, version, is_written, has_gaps, is_empty, gaps, checked_version)
  on app.section to portal_app;
grant select, update (version) on app.section to portal_authz;

create policy maintain on app.section to portal_owner using (true) with check (true);
create policy authz on app.section to portal_authz using (true) with check (true);

create policy readable on app.section for select to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[])
    or agreement_id = any ((select app.readable_agreements())::uuid[]));

-- A section is added while the agreement is a draft; what changes later is its version and prompts.
create policy party_insert on app.section for insert to portal_app
  with check (agreement_id = any ((select app.my_agreements())::uuid[])
    and county_id = (select app.my_county())
    and (agreement_id = any ((select app.my_new_agreements())::uuid[])));

create policy party_update on app.section for update to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[])
    and (select app.i_am('coordinator')))
  with check (agreement_id = any ((select app.my_agreements())::uuid[]));

-- Questions are settled while the text is open.
create trigger questions before update of prompts on app.section for each row
  when (current_user = 'portal_app' and old.prompts is distinct from new.prompts)
  execute function app.refuse_questions();

create trigger no_way_back before update of version on app.section for each row
  when (new.version not in (old.version, old.version + 1)) execute function app.refuse_change();
