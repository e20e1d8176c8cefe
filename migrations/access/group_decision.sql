alter table app.group_decision enable row level security, force row level security;

grant select, insert, delete on app.group_decision to portal_app;
grant update (done_at, done_by, done_note) on app.group_decision to portal_app;
grant select, update (member_id) on app.group_decision to portal_authz;

create policy maintain on app.group_decision to portal_owner using (true) with check (true);
create policy authz on app.group_decision to portal_authz using (true) with check (true);

create policy readable on app.group_decision for select to portal_app
  using (group_id = any ((select app.my_groups())::uuid[]));

-- What was decided stands in the minutes: added and taken away while those are not fixed.
create policy convene_insert on app.group_decision for insert to portal_app
  with check (county_id = (select app.my_county()) and app.convenes(group_id)
    and decided_by = (select app.my_name()) and done_at is null and not app.is_fixed(meeting_id));

create policy convene_delete on app.group_decision for delete to portal_app
  using (app.convenes(group_id) and not app.is_fixed(meeting_id) and done_at is null);

-- Who was to do it says that it is done, or who calls the group together.
create policy member_done on app.group_decision for update to portal_app
  using (app.convenes(group_id)
    or (app.takes_part(group_id) and group_id = any ((select app.my_groups())::uuid[])
      and exists (select from app.group_member p where p.id = member_id
        and p.organisation_id = (select app.my_organisation()))))
  with check (done_by = (select app.my_name()) and done_at is not null);

create trigger decided_at_is_now before insert on app.group_decision
  for each row when (current_user = 'portal_app') execute function app.stamp('decided_at');

create trigger done_at_is_now before update of done_at on app.group_decision
  for each row when (current_user = 'portal_app' and new.done_at is not null)
  execute function app.stamp('done_at');

create trigger done_stays before update on app.group_decision
  for each row when (old.done_at is not null) execute function app.refuse_change();
