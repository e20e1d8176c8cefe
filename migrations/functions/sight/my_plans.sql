-- Plans of which I see the row: a named participant always does; a relative only by consent.
create or replace function app.my_plans() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(plan_id), '{}') from kept_sight() s where is_found(s)
$$;

grant execute on function app.my_plans() to portal_app;
