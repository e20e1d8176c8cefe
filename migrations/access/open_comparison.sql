alter table app.open_comparison enable row level security, force row level security;

-- What was answered is never rewritten: a correction is the next version, and says why.
grant select, insert on app.open_comparison to portal_app;
grant select on app.open_comparison to portal_authz;

create policy maintain on app.open_comparison to portal_owner using (true) with check (true);
create policy authz on app.open_comparison to portal_authz using (true) with check (true);

create policy county on app.open_comparison for select to portal_app
  using (county_id = (select app.my_county()));

-- A municipality says what it has answered itself.
create policy municipality_insert on app.open_comparison for insert to portal_app
  with check (county_id = (select app.my_county())
    and municipality_id = (select app.my_organisation())
    and (select app.i_am('coordinator'))
    and exists (select from app.organisation o
      where o.id = municipality_id and o.kind = 'municipality')
    and year <= extract(year from now() at time zone 'Europe/Stockholm')
    and recorded_by = (select app.my_name()));

-- When it happened is the database's to say.
create trigger recorded_at_is_now before insert on app.open_comparison
  for each row when (current_user = 'portal_app') execute function app.stamp('recorded_at');
