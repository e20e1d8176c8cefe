alter table app.plan_copy enable row level security, force row level security;

grant select, insert on app.plan_copy to portal_app;
grant select on app.plan_copy to portal_authz;

create policy maintain on app.plan_copy to portal_owner using (true) with check (true);
create policy authz on app.plan_copy to portal_authz using (true) with check (true);

create policy read on app.plan_copy for select to portal_app
  using (app.is_own_part(plan_id, organisation_id,
      (select app.my_written_plans())::uuid[], array[(select app.my_organisation())]));

create policy add on app.plan_copy for insert to portal_app
  with check (app.is_own_part(plan_id, organisation_id,
      (select app.my_written_plans())::uuid[], array[(select app.my_organisation())]));

-- With protected identity, a copy that tells of a unit is for the named few.
create policy placed on app.plan_copy as restrictive for select to portal_app
  using (not holds_placing
    or plan_id = any ((select app.placing_plans())::uuid[])
    or not exists (select from app.plan p where p.id = plan_id and p.is_protected));

create trigger append_only before update or delete on app.plan_copy
  for each row execute function app.refuse_change();

create trigger append_only_table before truncate on app.plan_copy
  for each statement execute function app.refuse_change();

-- When it happened is the database's to say.
create trigger made_at_is_now before insert on app.plan_copy
  for each row when (current_user = 'portal_app') execute function app.stamp('made_at');
