alter table app.read_review enable row level security, force row level security;

grant select, insert on app.read_review to portal_app;
grant select on app.read_review to portal_authz;

create policy maintain on app.read_review to portal_owner using (true) with check (true);
create policy authz on app.read_review to portal_authz using (true) with check (true);

create policy read on app.read_review for select to portal_app
  using (organisation_id = (select app.my_organisation()) and (select app.i_am('reviewer')));

create policy add on app.read_review for insert to portal_app
  with check (organisation_id = (select app.my_organisation())
    and (select app.i_am('reviewer'))
    and county_id = (select app.my_county())
    and reviewed_by = (select app.my_account()));

-- When it happened is the database's to say.
create trigger reviewed_at_is_now before insert on app.read_review
  for each row when (current_user = 'portal_app') execute function app.stamp('reviewed_at');
