alter table app.group_meeting enable row level security, force row level security;

grant select, insert on app.group_meeting to portal_app;
grant update (starts_at, ends_at, place, status, revision, cancelled_reason, agenda, present_ids, minutes,
  minutes_revision, minutes_by, minutes_at, confirmer_ids) on app.group_meeting to portal_app;
grant select on app.group_meeting to portal_authz;
grant update (fixed_at, confirmer_ids) on app.group_meeting to portal_authz;

create policy maintain on app.group_meeting to portal_owner using (true) with check (true);
create policy authz on app.group_meeting to portal_authz using (true) with check (true);

create policy readable on app.group_meeting for select to portal_app
  using (group_id = any ((select app.my_groups())::uuid[]));

create policy convene_insert on app.group_meeting for insert to portal_app
  with check (county_id = (select app.my_county()) and app.convenes(group_id)
    and status = 'planned' and planned_by = (select app.my_name()) and fixed_at is null
    and minutes_at is null);

create policy convene_update on app.group_meeting for update to portal_app
  using (app.convenes(group_id)) with check (app.convenes(group_id));

create trigger planned_at_is_now before insert on app.group_meeting
  for each row when (current_user = 'portal_app') execute function app.stamp('planned_at');

create trigger minutes_at_is_now before update of minutes_at on app.group_meeting
  for each row when (current_user = 'portal_app') execute function app.stamp('minutes_at');

-- Minutes that all have confirmed are changed by nobody, and a meeting that is off stays off.
create trigger fixed_stays before update on app.group_meeting
  for each row when (old.fixed_at is not null or old.status = 'cancelled')
  execute function app.refuse_change();
