alter table app.result_showing enable row level security, force row level security;

-- That results were shown, and what came of it, is entered once.
grant select, insert on app.result_showing to portal_app;
grant select on app.result_showing to portal_authz;

create policy maintain on app.result_showing to portal_owner using (true) with check (true);
create policy authz on app.result_showing to portal_authz using (true) with check (true);

create policy county on app.result_showing for select to portal_app
  using (county_id = (select app.my_county()));

create policy party_insert on app.result_showing for insert to portal_app
  with check (county_id = (select app.my_county())
    and organisation_id = (select app.my_organisation())
    and (select app.i_am('coordinator'))
    and app.is_followed_by_me(agreement_id)
    and recorded_by = (select app.my_name()));

-- When it happened is the database's to say.
create trigger recorded_at_is_now before insert on app.result_showing
  for each row when (current_user = 'portal_app') execute function app.stamp('recorded_at');
