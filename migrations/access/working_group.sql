alter table app.working_group enable row level security, force row level security;

grant select, insert on app.working_group to portal_app;
grant update (name, kind, agreement_id, covers_county, convener_id, every, unit, ended_at, ended_by,
  ended_reason) on app.working_group to portal_app;
grant select, update on app.working_group to portal_authz;

create policy maintain on app.working_group to portal_owner using (true) with check (true);
create policy authz on app.working_group to portal_authz using (true) with check (true);

create policy readable on app.working_group for select to portal_app
  using (id = any ((select app.my_groups())::uuid[]));

-- Whoever coordinates for an organisation forms a group that it calls together, of an agreement that it is
-- a party of, or of the county.
create policy form on app.working_group for insert to portal_app
  with check (county_id = (select app.my_county())
    and convener_id = (select app.my_organisation())
    and (select app.i_am('coordinator'))
    and formed_by = (select app.my_name())
    and ended_at is null
    and (agreement_id is null or agreement_id = any ((select app.my_agreements())::uuid[])));

create policy convene on app.working_group for update to portal_app
  using (convener_id = (select app.my_organisation()) and (select app.i_am('coordinator')))
  with check (county_id = (select app.my_county()));

-- When it happened is the database's to say, and a group that has ended stays so.
create trigger formed_at_is_now before insert on app.working_group
  for each row when (current_user = 'portal_app') execute function app.stamp('formed_at');

create trigger ended_at_is_now before update of ended_at on app.working_group
  for each row when (current_user = 'portal_app' and new.ended_at is not null)
  execute function app.stamp('ended_at');

create trigger ended_at_stays before update on app.working_group
  for each row when (old.ended_at is not null and current_user = 'portal_app')
  execute function app.refuse_change();
