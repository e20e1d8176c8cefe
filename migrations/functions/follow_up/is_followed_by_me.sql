-- Whether an agreement has been signed, is one of its own, and binds my organisation: then a
-- coordinator of ours enters what it follows up.
create or replace function app.is_followed_by_me(wanted uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from agreement a
    where a.id = wanted and a.status in ('in_force', 'superseded') and a.amends_id is null)
    and is_bound(wanted)
$$;
grant execute on function app.is_followed_by_me(uuid) to portal_app;
