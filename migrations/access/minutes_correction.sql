alter table app.minutes_correction enable row level security, force row level security;

grant select, insert on app.minutes_correction to portal_app;

create policy maintain on app.minutes_correction to portal_owner using (true) with check (true);

create policy readable on app.minutes_correction for select to portal_app
  using (group_id = any ((select app.my_groups())::uuid[]));

create policy member_insert on app.minutes_correction for insert to portal_app
  with check (county_id = (select app.my_county())
    and organisation_id = (select app.my_organisation())
    and app.takes_part(group_id) and group_id = any ((select app.my_groups())::uuid[])
    and corrected_by = (select app.my_name())
    and app.is_fixed(meeting_id));

create trigger corrected_at_is_now before insert on app.minutes_correction
  for each row when (current_user = 'portal_app') execute function app.stamp('corrected_at');

create trigger append_only before update or delete on app.minutes_correction
  for each row execute function app.refuse_change();
