alter table app.document_check enable row level security, force row level security;

grant select, insert on app.document_check to portal_app;
grant select on app.document_check to portal_authz;

create policy maintain on app.document_check to portal_owner using (true) with check (true);
create policy authz on app.document_check to portal_authz using (true) with check (true);

-- those who handle the plan, and whose it is; with a mandate one sees one's own documents
create policy read on app.document_check for select to portal_app
  using (plan_id = any ((select app.my_whole_cases())::uuid[])
    or (plan_id = any ((select app.my_owned_plans())::uuid[])
        and person_id = any ((select app.my_people())::uuid[])));

create policy add on app.document_check for insert to portal_app
  with check (from_party = (select app.my_organisation())
    and plan_id = any ((select app.my_cases())::uuid[])
    and recorded_by = (select app.my_name()));

-- When it happened is the database's to say.
create trigger recorded_at_is_now before insert on app.document_check
  for each row when (current_user = 'portal_app') execute function app.stamp('recorded_at');
