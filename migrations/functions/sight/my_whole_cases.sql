-- Plans whose case is mine to read altogether: its handlers do, and whose the plan is but for a mandate.
create or replace function app.my_whole_cases() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(plan_id), '{}') from kept_sight() s
  where s.is_handler or (s.is_owner and s.plan_id::text = any (s.keys))
$$;

grant execute on function app.my_whole_cases() to portal_app;
