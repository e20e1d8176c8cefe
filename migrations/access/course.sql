alter table app.course enable row level security, force row level security;

-- A course is planned, and reported once: how many came, and what came of it.
grant select, insert on app.course to portal_app;
grant update (came, outcome, reported_by, reported_at) on app.course to portal_app;
grant select on app.course to portal_authz;

create policy maintain on app.course to portal_owner using (true) with check (true);
create policy authz on app.course to portal_authz using (true) with check (true);

create policy county on app.course for select to portal_app
  using (county_id = (select app.my_county()));

create policy party_insert on app.course for insert to portal_app
  with check (county_id = (select app.my_county())
    and organisation_id = (select app.my_organisation())
    and (select app.i_am('coordinator'))
    and app.is_followed_by_me(agreement_id)
    and planned_by = (select app.my_name())
    and reported_at is null);

create policy party_report on app.course for update to portal_app
  using (county_id = (select app.my_county())
    and (select app.i_am('coordinator'))
    and app.is_followed_by_me(agreement_id))
  with check (reported_by = (select app.my_name()));

-- When it happened is the database's to say, and it is reported once.
create trigger planned_at_is_now before insert on app.course
  for each row when (current_user = 'portal_app') execute function app.stamp('planned_at');

create trigger reported_at_is_now before update of reported_at on app.course
  for each row when (current_user = 'portal_app' and new.reported_at is not null)
  execute function app.stamp('reported_at');

create trigger reported_at_stays before update on app.course
  for each row when (old.reported_at is not null) execute function app.refuse_change();
