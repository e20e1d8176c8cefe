alter table app.participant enable row level security, force row level security;

-- Nobody changes who sees what is protected but by app.protect.
grant select, insert on app.participant to portal_app;
grant update (title, ended_at) on app.participant to portal_app;
grant select, insert on app.participant to portal_authz;
grant update (sees_protected, ended_at, until_on) on app.participant to portal_authz;

create policy maintain on app.participant to portal_owner using (true) with check (true);
create policy authz on app.participant to portal_authz using (true) with check (true);

create policy read on app.participant for select to portal_app
  using (plan_id = any ((select app.seen_plans())::uuid[])
    or app.is_own_part(plan_id, organisation_id,
      (select app.my_written_plans())::uuid[], array[(select app.my_organisation())]));

create policy add on app.participant for insert to portal_app
  with check (organisation_id = (select app.my_organisation())
    and app.may_join(plan_id, account_id));

create policy change on app.participant for update to portal_app
  using (plan_id = any ((select app.my_cases())::uuid[])
    or app.is_own_part(plan_id, organisation_id,
      (select app.my_written_plans())::uuid[], array[(select app.my_organisation())]))
  with check (plan_id = any ((select app.my_cases())::uuid[])
    or app.is_own_part(plan_id, organisation_id,
      (select app.my_written_plans())::uuid[], array[(select app.my_organisation())]));

-- Nobody joins as one of the few who see what is protected.
create policy joins_unnamed on app.participant as restrictive for insert to portal_app
  with check (not sees_protected);

create trigger own_sight before insert on app.participant for each row
  when (new.sees_protected) execute function app.refuse_own_sight();

create trigger own_sight_change before update of sees_protected on app.participant for each row
  when (new.sees_protected and not old.sees_protected) execute function app.refuse_own_sight();

-- Who is handed over leaves by the administrator's hand: app.hand_over().
create trigger leaves before update of ended_at on app.participant for each row
  when (new.ended_at is distinct from old.ended_at and current_user <> 'portal_authz')
  execute function app.refuse_ending();

-- What somebody is called is their account's to say.
create trigger is_called before insert on app.participant
  for each row when (current_user = 'portal_app') execute function app.name_participant();

-- When it happened is the database's to say.
create trigger joined_at_is_now before insert on app.participant
  for each row when (current_user = 'portal_app') execute function app.stamp('joined_at');

create trigger ended_at_is_now before insert or update of ended_at on app.participant
  for each row when (current_user = 'portal_app' and new.ended_at is not null)
  execute function app.stamp('ended_at');
