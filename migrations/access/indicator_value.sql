alter table app.indicator_value enable row level security, force row level security;

-- What was entered is never rewritten: a correction is the next version, and says why.
grant select, insert on app.indicator_value to portal_app;
grant select on app.indicator_value to portal_authz;

create policy maintain on app.indicator_value to portal_owner using (true) with check (true);
create policy authz on app.indicator_value to portal_authz using (true) with check (true);

create policy county on app.indicator_value for select to portal_app
  using (county_id = (select app.my_county()));

-- A party enters it that is bound by the agreement: one in force, on that subject and in that place.
create policy party_insert on app.indicator_value for insert to portal_app
  with check (county_id = (select app.my_county())
    and organisation_id = (select app.my_organisation())
    and (select app.i_am('coordinator'))
    and app.is_followed_by_me(agreement_id)
    and exists (select from app.agreement a where a.id = agreement_id
      and a.subject_id = indicator_value.subject_id)
    and exists (select from app.agreement a where a.id = agreement_id
      and indicator_value.municipality_id = any (a.municipality_ids))
    and year < extract(year from now() at time zone 'Europe/Stockholm')
    and recorded_by = (select app.my_name()));

-- When it happened is the database's to say.
create trigger recorded_at_is_now before insert on app.indicator_value
  for each row when (current_user = 'portal_app') execute function app.stamp('recorded_at');
