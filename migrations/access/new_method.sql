alter table app.new_method enable row level security, force row level security;

grant select, insert on app.new_method to portal_app;
grant select on app.new_method to portal_authz;

create policy maintain on app.new_method to portal_owner using (true) with check (true);
create policy authz on app.new_method to portal_authz using (true) with check (true);

create policy county on app.new_method for select to portal_app
  using (county_id = (select app.my_county()));

-- A party begins it that is bound by the agreement, in a municipality where that holds.
create policy party_insert on app.new_method for insert to portal_app
  with check (county_id = (select app.my_county())
    and organisation_id = (select app.my_organisation())
    and (select app.i_am('coordinator'))
    and app.is_followed_by_me(agreement_id)
    and exists (select from app.agreement a where a.id = agreement_id
      and new_method.municipality_id = any (a.municipality_ids))
    and begun_by = (select app.my_name()));

-- When it happened is the database's to say.
create trigger begun_at_is_now before insert on app.new_method
  for each row when (current_user = 'portal_app') execute function app.stamp('begun_at');
