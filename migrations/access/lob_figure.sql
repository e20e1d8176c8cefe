alter table app.lob_figure enable row level security, force row level security;

-- What was counted is never rewritten: a correction is the next version, and says why.
grant select, insert on app.lob_figure to portal_app;
grant select on app.lob_figure to portal_authz;

create policy maintain on app.lob_figure to portal_owner using (true) with check (true);
create policy authz on app.lob_figure to portal_authz using (true) with check (true);

create policy county on app.lob_figure for select to portal_app
  using (county_id = (select app.my_county()));

-- A police area says what it has counted itself; what is of the whole county comes from its file.
create policy police_insert on app.lob_figure for insert to portal_app
  with check (county_id = (select app.my_county())
    and organisation_id = (select app.my_organisation())
    and (select app.i_am('coordinator'))
    and exists (select from app.organisation o where o.id = organisation_id and o.kind = 'police')
    and exists (select from app.organisation m
      where m.id = municipality_id and m.kind = 'municipality')
    and source = ''
    and year < extract(year from now() at time zone 'Europe/Stockholm')
    and recorded_by = (select app.my_name()));

-- When it happened is the database's to say.
create trigger recorded_at_is_now before insert on app.lob_figure
  for each row when (current_user = 'portal_app') execute function app.stamp('recorded_at');
