alter table app.party_reading enable row level security, force row level security;

-- What a party has said is never rewritten: it may say something else later.
grant select, insert on app.party_reading to portal_app;
grant select on app.party_reading to portal_authz;

create policy maintain on app.party_reading to portal_owner using (true) with check (true);
create policy authz on app.party_reading to portal_authz using (true) with check (true);

create policy readable on app.party_reading for select to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[])
    or agreement_id = any ((select app.readable_agreements())::uuid[]));

create policy party_insert on app.party_reading for insert to portal_app
  with check (agreement_id = any ((select app.my_agreements())::uuid[])
    and county_id = (select app.my_county())
    and (select app.i_am('coordinator'))
    and read_by = (select app.my_name())
    and organisation_id = (select app.my_organisation())
    and not (kind = 'ready' and app.ready_for_another(agreement_id, revision)));

-- When it happened is the database's to say.
create trigger says_of_what before insert on app.party_reading
  for each row when (current_user = 'portal_app') execute function app.stamp_reading();

create trigger read_at_is_now before insert on app.party_reading
  for each row when (current_user = 'portal_app') execute function app.stamp('read_at');
