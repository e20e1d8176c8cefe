-- Plans that my organisation is called to, and where the person lets it be.
create or replace function app.called_plans() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as
$$ select coalesce(array_agg(plan_id), '{}') from kept_sight() where is_called $$;

grant execute on function app.called_plans() to portal_app;
