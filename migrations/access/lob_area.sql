alter table app.lob_area enable row level security, force row level security;

-- Where a police area counts is said anew, and never rewritten: the last time holds.
grant select, insert on app.lob_area to portal_app;
grant select on app.lob_area to portal_authz;

create policy maintain on app.lob_area to portal_owner using (true) with check (true);
create policy authz on app.lob_area to portal_authz using (true) with check (true);

create policy county on app.lob_area for select to portal_app
  using (county_id = (select app.my_county()));

create policy police_insert on app.lob_area for insert to portal_app
  with check (county_id = (select app.my_county())
    and organisation_id = (select app.my_organisation())
    and (select app.i_am('coordinator'))
    and exists (select from app.organisation o where o.id = organisation_id and o.kind = 'police')
    and said_by = (select app.my_name()));

-- When it happened is the database's to say.
create trigger said_at_is_now before insert on app.lob_area
  for each row when (current_user = 'portal_app') execute function app.stamp('said_at');
