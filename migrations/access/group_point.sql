alter table app.group_point enable row level security, force row level security;

grant select, insert on app.group_point to portal_app;
grant update (removed_at, settled_at_id) on app.group_point to portal_app;
grant select on app.group_point to portal_authz;

create policy maintain on app.group_point to portal_owner using (true) with check (true);
create policy authz on app.group_point to portal_authz using (true) with check (true);

create policy readable on app.group_point for select to portal_app
  using (group_id = any ((select app.my_groups())::uuid[]));

create policy member_insert on app.group_point for insert to portal_app
  with check (county_id = (select app.my_county())
    and organisation_id = (select app.my_organisation())
    and app.takes_part(group_id) and group_id = any ((select app.my_groups())::uuid[])
    and made_by = (select app.my_name())
    and removed_at is null and settled_at_id is null);

-- Whose it is takes it away; who calls the group together notes that it has been taken up.
create policy member_update on app.group_point for update to portal_app
  using (app.convenes(group_id)
    or (organisation_id = (select app.my_organisation()) and app.takes_part(group_id)
      and group_id = any ((select app.my_groups())::uuid[])))
  with check (group_id = any ((select app.my_groups())::uuid[]));

create trigger made_at_is_now before insert on app.group_point
  for each row when (current_user = 'portal_app') execute function app.stamp('made_at');

create trigger removed_at_is_now before update of removed_at on app.group_point
  for each row when (current_user = 'portal_app' and new.removed_at is not null)
  execute function app.stamp('removed_at');
