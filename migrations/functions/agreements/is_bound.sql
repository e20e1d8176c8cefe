-- Whether my organisation decides on an agreement or signs it, and is not only asked for its view.
create or replace function app.is_bound(wanted uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from agreement_party p where p.agreement_id = wanted
    and p.organisation_id = (select my_organisation()) and p.left_at is null
    and (p.decides or p.signs))
$$;
grant execute on function app.is_bound(uuid) to portal_app;
