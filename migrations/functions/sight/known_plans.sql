-- Plans of which I know whom they are about: those open to me, my own, and those I handle.
create or replace function app.known_plans() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(plan_id), '{}') from kept_sight() s where is_known(s)
$$;

grant execute on function app.known_plans() to portal_app;
