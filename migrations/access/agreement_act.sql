alter table app.agreement_act enable row level security, force row level security;

-- What was done after signing is neither rewritten nor taken back.
grant select, insert on app.agreement_act to portal_app;
grant select on app.agreement_act to portal_authz;

create policy maintain on app.agreement_act to portal_owner using (true) with check (true);
create policy authz on app.agreement_act to portal_authz using (true) with check (true);

create policy readable on app.agreement_act for select to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[])
    or agreement_id = any ((select app.readable_agreements())::uuid[]));

create policy party_insert on app.agreement_act for insert to portal_app
  with check (agreement_id = any ((select app.my_agreements())::uuid[])
    and app.is_bound(agreement_id)
    and county_id = (select app.my_county())
    and (select app.i_am('coordinator'))
    and recorded_by = (select app.my_name())
    and organisation_id = (select app.my_organisation())
    -- nobody gives notice without saying why, and on whose decision
    and (kind <> 'notice' or (btrim(reason) <> '' and btrim(basis) <> '')));

-- the agreement follows: when it is reviewed next, or that it ends
create trigger effect before insert on app.agreement_act
  for each row execute function app.take_effect();

-- When it happened is the database's to say.
create trigger recorded_at_is_now before insert on app.agreement_act
  for each row when (current_user = 'portal_app') execute function app.stamp('recorded_at');
