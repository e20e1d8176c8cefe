alter table app.plan_deviation enable row level security, force row level security;

-- For the release before this one, while it still runs: what it reports becomes a deviation, and
-- nothing is kept here. To go with the next.
grant insert on app.plan_deviation to portal_app;

create policy maintain on app.plan_deviation to portal_owner using (true) with check (true);

create policy add on app.plan_deviation for insert to portal_app
  with check (organisation_id = (select app.my_organisation())
    and (select app.i_am('caseworker'))
    and county_id = (select app.my_county()));

create trigger becomes_deviation before insert on app.plan_deviation
  for each row execute function app.take_plan_deviation();
