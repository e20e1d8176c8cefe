-- Plans that I handle: I take part for the organisation that found the need.
create or replace function app.my_cases() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as
$$ select coalesce(array_agg(plan_id), '{}') from sight() where is_handler $$;

grant execute on function app.my_cases() to portal_app;
