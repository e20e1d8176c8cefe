alter table app.lob_contact enable row level security, force row level security;

-- A contact is noted as it was reported, and made once; then the reference of the case is gone.
grant select, insert on app.lob_contact to portal_app;
grant update (reference, outcome, done_on, done_by, done_at) on app.lob_contact to portal_app;
grant select on app.lob_contact to portal_authz;

create policy maintain on app.lob_contact to portal_owner using (true) with check (true);
create policy authz on app.lob_contact to portal_authz using (true) with check (true);

-- Only those who are to make it read it: not the other parties, and not the county.
create policy own on app.lob_contact for select to portal_app
  using (county_id = (select app.my_county())
    and organisation_id = (select app.my_organisation())
    and ((select app.i_am('coordinator')) or (select app.i_am('caseworker'))));

create policy own_insert on app.lob_contact for insert to portal_app
  with check (county_id = (select app.my_county())
    and organisation_id = (select app.my_organisation())
    and ((select app.i_am('coordinator')) or (select app.i_am('caseworker')))
    and app.is_followed_by_me(agreement_id)
    and recorded_by = (select app.my_name())
    and done_at is null);

create policy own_done on app.lob_contact for update to portal_app
  using (county_id = (select app.my_county())
    and organisation_id = (select app.my_organisation())
    and ((select app.i_am('coordinator')) or (select app.i_am('caseworker'))))
  with check (done_by = (select app.my_name()));

-- When it happened is the database's to say, and it is made once.
create trigger recorded_at_is_now before insert on app.lob_contact
  for each row when (current_user = 'portal_app') execute function app.stamp('recorded_at');

create trigger done_at_is_now before update of done_at on app.lob_contact
  for each row when (current_user = 'portal_app' and new.done_at is not null)
  execute function app.stamp('done_at');

create trigger done_at_stays before update on app.lob_contact
  for each row when (old.done_at is not null) execute function app.refuse_change();
