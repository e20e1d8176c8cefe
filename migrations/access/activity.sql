alter table app.activity enable row level security, force row level security;

-- What is planned stays as it was planned, and ends once.
grant select, insert on app.activity to portal_app;
grant update (is_done, result, ended_by, ended_at) on app.activity to portal_app;
grant select on app.activity to portal_authz;

create policy maintain on app.activity to portal_owner using (true) with check (true);
create policy authz on app.activity to portal_authz using (true) with check (true);

create policy county on app.activity for select to portal_app
  using (county_id = (select app.my_county()));

create policy party_insert on app.activity for insert to portal_app
  with check (county_id = (select app.my_county())
    and organisation_id = (select app.my_organisation())
    and (select app.i_am('coordinator'))
    and app.is_followed_by_me(agreement_id)
    and planned_by = (select app.my_name())
    and ended_at is null);

-- Whoever is to do it says how it ended, or whoever planned it.
create policy party_end on app.activity for update to portal_app
  using (county_id = (select app.my_county())
    and (select app.my_organisation()) in (organisation_id, owner_id)
    and (select app.i_am('coordinator'))
    and app.is_followed_by_me(agreement_id))
  with check (ended_by = (select app.my_name()));

-- When it happened is the database's to say, and it ends once.
create trigger planned_at_is_now before insert on app.activity
  for each row when (current_user = 'portal_app') execute function app.stamp('planned_at');

create trigger ended_at_is_now before update of ended_at on app.activity
  for each row when (current_user = 'portal_app' and new.ended_at is not null)
  execute function app.stamp('ended_at');

create trigger ended_at_stays before update on app.activity
  for each row when (old.ended_at is not null) execute function app.refuse_change();
