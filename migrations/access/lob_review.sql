alter table app.lob_review enable row level security, force row level security;

-- What was found stays as it was found.
grant select, insert on app.lob_review to portal_app;
grant select on app.lob_review to portal_authz;

create policy maintain on app.lob_review to portal_owner using (true) with check (true);
create policy authz on app.lob_review to portal_authz using (true) with check (true);

create policy county on app.lob_review for select to portal_app
  using (county_id = (select app.my_county()));

create policy party_insert on app.lob_review for insert to portal_app
  with check (county_id = (select app.my_county())
    and organisation_id = (select app.my_organisation())
    and (select app.i_am('coordinator'))
    and app.is_followed_by_me(agreement_id)
    and recorded_by = (select app.my_name()));

-- When it happened is the database's to say.
create trigger recorded_at_is_now before insert on app.lob_review
  for each row when (current_user = 'portal_app') execute function app.stamp('recorded_at');
