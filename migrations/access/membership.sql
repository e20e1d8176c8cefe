alter table app.membership enable row level security, force row level security;

grant select, insert on app.membership to portal_app;
grant update (ended_at) on app.membership to portal_app;
grant select, insert, update on app.membership to portal_authz;

create policy maintain on app.membership to portal_owner using (true) with check (true);
create policy authz on app.membership to portal_authz using (true) with check (true);

create policy own on app.membership for select to portal_app
  using (account_id = (select app.my_account()));

create policy administer on app.membership for select to portal_app
  using (organisation_id = (select app.my_organisation()) and (select app.i_am('administrator')));

create policy administer_grant on app.membership for insert to portal_app
  with check (organisation_id = (select app.my_organisation())
    and county_id = (select app.my_county())
    and (select app.i_am('administrator'))
    and account_id = any ((select app.my_colleagues())::uuid[]));

create policy administer_end on app.membership for update to portal_app
  using (organisation_id = (select app.my_organisation()) and (select app.i_am('administrator')))
  with check (organisation_id = (select app.my_organisation()));

-- Nobody leaves something without somebody who can do it.
create trigger last before update of ended_at on app.membership for each row
  when (old.ended_at is null and new.ended_at is not null) execute function app.refuse_last();

-- When it happened is the database's to say.
create trigger granted_at_is_now before insert on app.membership
  for each row when (current_user = 'portal_app') execute function app.stamp('granted_at');

create trigger ended_at_is_now before insert or update of ended_at on app.membership
  for each row when (current_user = 'portal_app' and new.ended_at is not null)
  execute function app.stamp('ended_at');

-- and it does not happen again, or never have happened
create trigger ended_at_stays before update of ended_at on app.membership
  for each row when (current_user = 'portal_app' and old.ended_at is not null)
  execute function app.refuse_change();

-- not at a unit that is closed
create trigger open_unit before insert or update of unit_id on app.membership for each row
  when (new.unit_id is not null) execute function app.refuse_closed_unit();
