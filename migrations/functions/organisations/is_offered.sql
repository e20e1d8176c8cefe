-- Whether an organisation can be chosen for what begins: it has not ended.
create or replace function app.is_offered(wanted uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from organisation o where o.id = wanted and o.ended_on is null
    and o.closed_at is null)
$$;

grant execute on function app.is_offered(uuid) to portal_app;
