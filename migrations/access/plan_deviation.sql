alter table app.plan_deviation enable row level security, force row level security;

grant select, insert on app.plan_deviation to portal_app;
grant select on app.plan_deviation to portal_authz;

create policy maintain on app.plan_deviation to portal_owner using (true) with check (true);
create policy authz on app.plan_deviation to portal_authz using (true) with check (true);

create policy read on app.plan_deviation for select to portal_app
  using ((organisation_id = (select app.my_organisation())
        or municipality_id = (select app.my_organisation()))
    and ((select app.i_am('coordinator')) or (select app.i_am('caseworker'))));

create policy add on app.plan_deviation for insert to portal_app
  with check (organisation_id = (select app.my_organisation())
    and (select app.i_am('caseworker'))
    and county_id = (select app.my_county()));

-- When it happened is the database's to say.
create trigger reported_on_is_today before insert on app.plan_deviation
  for each row when (current_user = 'portal_app') execute function app.stamp_day('reported_on');
