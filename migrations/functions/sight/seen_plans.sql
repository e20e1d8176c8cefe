-- Plans whose workings are open to me: see app.is_seen().
create or replace function app.seen_plans() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(plan_id), '{}') from kept_sight() s where is_seen(s)
$$;

grant execute on function app.seen_plans() to portal_app;
