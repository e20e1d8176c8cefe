-- Plans that I handle and where I may see how the person is reached.
create or replace function app.contact_plans() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(plan_id), '{}') from kept_sight() s
  where is_handler and is_unveiled(s)
$$;

grant execute on function app.contact_plans() to portal_app;
