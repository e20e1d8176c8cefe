-- Plans where I may see what gives away where the person is.
create or replace function app.placing_plans() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(plan_id), '{}') from kept_sight() s where is_placed(s)
$$;

grant execute on function app.placing_plans() to portal_app;
