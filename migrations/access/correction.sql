alter table app.correction enable row level security, force row level security;

-- What was proposed is never rewritten; a proposal that nobody has settled may be withdrawn.
grant select, insert on app.correction to portal_app;
grant update (status, settled_at) on app.correction to portal_app;
grant select, update (status, settled_at) on app.correction to portal_authz;
-- when another organisation takes the party's place (app.pass_work)
grant update (organisation_id) on app.correction to portal_authz;

create policy maintain on app.correction to portal_owner using (true) with check (true);
create policy authz on app.correction to portal_authz using (true) with check (true);

create policy readable on app.correction for select to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[])
    or agreement_id = any ((select app.readable_agreements())::uuid[]));

create policy party_insert on app.correction for insert to portal_app
  with check (agreement_id = any ((select app.my_agreements())::uuid[])
    and county_id = (select app.my_county())
    and (select app.i_am('coordinator'))
    and organisation_id = (select app.my_organisation())
    and proposed_by = (select app.my_name())
    and status = 'open'
    and app.is_bound(agreement_id)
    and app.may_be_corrected(agreement_id, of_id));

create policy party_withdraw on app.correction for update to portal_app
  using (organisation_id = (select app.my_organisation()) and status = 'open'
    and (select app.i_am('coordinator')))
  with check (status = 'withdrawn');

-- When it happened is the database's to say.
create trigger proposed_at_is_now before insert on app.correction
  for each row when (current_user = 'portal_app') execute function app.stamp('proposed_at');

create trigger settled_at_is_now before update of settled_at on app.correction
  for each row when (current_user = 'portal_app') execute function app.stamp('settled_at');

create trigger decider before insert on app.correction for each row
  execute function app.name_decider();
