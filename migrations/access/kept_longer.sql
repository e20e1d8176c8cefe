alter table app.kept_longer enable row level security, force row level security;

grant select, insert on app.kept_longer to portal_app;
grant update (undone_at, undone_by) on app.kept_longer to portal_app;
grant select on app.kept_longer to portal_authz;

create policy maintain on app.kept_longer to portal_owner using (true) with check (true);
create policy authz on app.kept_longer to portal_authz using (true) with check (true);

-- those who work with the plan for the municipality, whatever consent says: that a child has been
-- placed, or inquired about, is nobody else's to see, and may be what the person has not been told
create policy read on app.kept_longer for select to portal_app
  using (app.is_own_part(plan_id, from_party,
      (select app.my_written_plans())::uuid[], array[(select app.my_organisation())]));

-- the research sample is the work of `portal retention run`
create policy add on app.kept_longer for insert to portal_app
  with check (from_party = (select app.my_organisation())
    and plan_id = any ((select app.my_written_plans())::uuid[])
    and exists (select from app.organisation o where o.id = from_party and o.kind = 'municipality')
    and ground <> 'research'
    and recorded_by = (select app.my_name())
    and undone_at is null);

-- that it was wrong
create policy change on app.kept_longer for update to portal_app
  using (from_party = (select app.my_organisation())
    and plan_id = any ((select app.my_written_plans())::uuid[])
    and ground <> 'research' and undone_at is null)
  with check (undone_by = (select app.my_name()));

-- When it happened is the database's to say.
create trigger recorded_at_is_now before insert on app.kept_longer
  for each row when (current_user = 'portal_app') execute function app.stamp('recorded_at');

create trigger undone_at_is_now before update of undone_at on app.kept_longer
  for each row when (current_user = 'portal_app') execute function app.stamp('undone_at');
