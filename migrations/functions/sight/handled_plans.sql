-- Plans that I handle, for what is read of them: see app.my_cases().
create or replace function app.handled_plans() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as
$$ select coalesce(array_agg(plan_id), '{}') from kept_sight() where is_handler $$;

grant execute on function app.handled_plans() to portal_app;
