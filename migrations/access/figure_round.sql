alter table app.figure_round enable row level security, force row level security;

-- Written by app.publish_figures() alone.
grant select on app.figure_round to portal_app;
grant select, insert, delete on app.figure_round to portal_authz;

create policy maintain on app.figure_round to portal_owner using (true) with check (true);
create policy authz on app.figure_round to portal_authz using (true) with check (true);

create policy read on app.figure_round for select to portal_app
  using (county_id = (select app.my_county()) and (select app.may_see_figures()));
