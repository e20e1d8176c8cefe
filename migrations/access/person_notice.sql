alter table app.person_notice enable row level security, force row level security;

-- The log's own trigger writes what somebody is told; they note that they have read it, and those
-- who handle the case that it was handed over.
grant select on app.person_notice to portal_app;
grant select, insert on app.person_notice to portal_authz;
grant update (at, read_at, handed_over_at, handed_over_by) on app.person_notice to portal_authz;

create policy maintain on app.person_notice to portal_owner using (true) with check (true);
create policy authz on app.person_notice to portal_authz using (true) with check (true);

create policy read on app.person_notice for select to portal_app
  using (person_id = any ((select app.my_people())::uuid[])
    or plan_id = any ((select app.handled_plans())::uuid[]));
