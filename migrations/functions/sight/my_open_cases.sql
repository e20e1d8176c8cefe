-- Plans that I handle and that go on.
create or replace function app.my_open_cases() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as
$$ select coalesce(array_agg(plan_id), '{}') from sight() where is_handler and is_going $$;

grant execute on function app.my_open_cases() to portal_app;
