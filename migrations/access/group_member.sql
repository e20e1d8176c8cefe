alter table app.group_member enable row level security, force row level security;

grant select, insert on app.group_member to portal_app;
grant update (function, confirms, left_at) on app.group_member to portal_app;
grant select, insert, update on app.group_member to portal_authz;

create policy maintain on app.group_member to portal_owner using (true) with check (true);
create policy authz on app.group_member to portal_authz using (true) with check (true);

create policy readable on app.group_member for select to portal_app
  using (group_id = any ((select app.my_groups())::uuid[]));

create policy convene_insert on app.group_member for insert to portal_app
  with check (county_id = (select app.my_county()) and app.convenes(group_id) and left_at is null);

create policy convene_update on app.group_member for update to portal_app
  using (app.convenes(group_id)) with check (app.convenes(group_id));

create trigger joined_at_is_now before insert on app.group_member
  for each row when (current_user = 'portal_app') execute function app.stamp('joined_at');

create trigger left_at_is_now before update of left_at on app.group_member
  for each row when (current_user = 'portal_app' and new.left_at is not null)
  execute function app.stamp('left_at');

create trigger left_at_stays before update on app.group_member
  for each row when (old.left_at is not null) execute function app.refuse_change();
