alter table app.competence_need enable row level security, force row level security;

-- What was found out stays as it was found out.
grant select, insert on app.competence_need to portal_app;
grant select on app.competence_need to portal_authz;

create policy maintain on app.competence_need to portal_owner using (true) with check (true);
create policy authz on app.competence_need to portal_authz using (true) with check (true);

create policy county on app.competence_need for select to portal_app
  using (county_id = (select app.my_county()));

create policy party_insert on app.competence_need for insert to portal_app
  with check (county_id = (select app.my_county())
    and organisation_id = (select app.my_organisation())
    and (select app.i_am('coordinator'))
    and app.is_followed_by_me(agreement_id)
    and recorded_by = (select app.my_name()));

-- When it happened is the database's to say.
create trigger recorded_at_is_now before insert on app.competence_need
  for each row when (current_user = 'portal_app') execute function app.stamp('recorded_at');
