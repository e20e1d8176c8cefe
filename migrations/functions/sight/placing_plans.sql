-- Plans where I may see what gives away where the person is.
create or replace function app.placing_plans() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(plan_id), '{}') from sight()
  where is_owner or (is_open and (sees_protected or not is_protected))
$$;

grant execute on function app.placing_plans() to portal_app;
