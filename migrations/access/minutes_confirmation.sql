alter table app.minutes_confirmation enable row level security, force row level security;

grant select, insert on app.minutes_confirmation to portal_app;
grant select on app.minutes_confirmation to portal_authz;

create policy maintain on app.minutes_confirmation to portal_owner using (true) with check (true);
create policy authz on app.minutes_confirmation to portal_authz using (true) with check (true);

create policy readable on app.minutes_confirmation for select to portal_app
  using (group_id = any ((select app.my_groups())::uuid[]));

create policy member_insert on app.minutes_confirmation for insert to portal_app
  with check (county_id = (select app.my_county())
    and organisation_id = (select app.my_organisation())
    and group_id = any ((select app.my_groups())::uuid[])
    and confirmed_by = (select app.my_name())
    and app.awaits_confirmation(meeting_id, organisation_id, revision)
    and not app.confirms_for_another(meeting_id, revision));

create trigger decider before insert on app.minutes_confirmation for each row
  execute function app.name_decider();

create trigger confirmed_at_is_now before insert on app.minutes_confirmation
  for each row when (current_user = 'portal_app') execute function app.stamp('confirmed_at');

create trigger fixes after insert on app.minutes_confirmation
  for each row execute function app.fix_minutes();

create trigger append_only before update or delete on app.minutes_confirmation
  for each row execute function app.refuse_change();
