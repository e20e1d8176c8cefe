alter table app.agreement_party enable row level security, force row level security;

grant select, insert on app.agreement_party to portal_app;
grant update (joined_at, bodies) on app.agreement_party to portal_app;
grant select, insert on app.agreement_party to portal_authz;
grant update (left_at, joined_at, position, bodies, drafts, decides, signs)
  on app.agreement_party to portal_authz;

create policy maintain on app.agreement_party to portal_owner using (true) with check (true);
create policy authz on app.agreement_party to portal_authz using (true) with check (true);

create policy readable on app.agreement_party for select to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[])
    or agreement_id = any ((select app.readable_agreements())::uuid[])
    or agreement_id = any ((select app.my_begun_agreements())::uuid[]));

create policy create_own on app.agreement_party for insert to portal_app
  with check (agreement_id = any ((select app.my_begun_agreements())::uuid[])
    and app.is_offered(organisation_id)
    and left_at is null
    and succeeds_id is null
    and county_id = (select app.my_county()));

create policy share_own on app.agreement_party for update to portal_app
  using (agreement_id = any ((select app.my_begun_agreements())::uuid[]))
  with check (county_id = (select app.my_county()));

create policy name_bodies on app.agreement_party for update to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[])
    and organisation_id = (select app.my_organisation())
    and (select app.i_am('coordinator')))
  with check (organisation_id = (select app.my_organisation()));

create trigger own_bodies before update of bodies on app.agreement_party for each row
  when (current_user = 'portal_app' and old.bodies is distinct from new.bodies)
  execute function app.refuse_bodies();

-- Whoever has been let in stays so.
create trigger joined_once before update of joined_at on app.agreement_party for each row
  when (current_user = 'portal_app' and old.joined_at is distinct from new.joined_at
    and old.joined_at is not null)
  execute function app.refuse_change();

-- When it happened is the database's to say.
create trigger joined_at_is_now before insert or update of joined_at on app.agreement_party
  for each row when (current_user = 'portal_app' and new.joined_at is not null)
  execute function app.stamp('joined_at');

create trigger left_at_is_now before insert on app.agreement_party
  for each row when (current_user = 'portal_app' and new.left_at is not null)
  execute function app.stamp('left_at');
