alter table app.signing_mandate enable row level security, force row level security;

-- A mandate is entered and ended, and never rewritten: what was signed by it names it.
grant select, insert on app.signing_mandate to portal_app;
grant update (ended_at, ended_by, ended_reason) on app.signing_mandate to portal_app;
grant select on app.signing_mandate to portal_authz;

create policy maintain on app.signing_mandate to portal_owner using (true) with check (true);
create policy authz on app.signing_mandate to portal_authz using (true) with check (true);

create policy own on app.signing_mandate for select to portal_app
  using (organisation_id = (select app.my_organisation()));

create policy administer_enter on app.signing_mandate for insert to portal_app
  with check (organisation_id = (select app.my_organisation())
    and county_id = (select app.my_county())
    and (select app.i_am('administrator'))
    and recorded_by = (select app.my_name())
    and ended_at is null);

create policy administer_end on app.signing_mandate for update to portal_app
  using (organisation_id = (select app.my_organisation()) and (select app.i_am('administrator')))
  with check (ended_by = (select app.my_name()) and ended_at is not null);

-- When it happened is the database's to say, and it does not happen again, or never have happened.
create trigger recorded_at_is_now before insert on app.signing_mandate
  for each row when (current_user = 'portal_app') execute function app.stamp('recorded_at');

create trigger ended_at_is_now before update of ended_at on app.signing_mandate
  for each row when (current_user = 'portal_app' and new.ended_at is not null)
  execute function app.stamp('ended_at');

create trigger ended_at_stays before update on app.signing_mandate
  for each row when (old.ended_at is not null) execute function app.refuse_change();
