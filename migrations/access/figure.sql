alter table app.figure enable row level security, force row level security;

-- Written by app.publish_figures() alone.
grant select on app.figure to portal_app;
grant select, insert, delete on app.figure to portal_authz;

create policy maintain on app.figure to portal_owner using (true) with check (true);
create policy authz on app.figure to portal_authz using (true) with check (true);

-- The coordination group sees every line; a municipality and a region the county's and its own,
-- held back as in the whole table.
create policy read on app.figure for select to portal_app
  using (county_id = (select app.my_county()) and (select app.may_see_figures())
    and (is_county or organisation_id = (select app.my_organisation())
      or (select app.is_coordination_group())));
