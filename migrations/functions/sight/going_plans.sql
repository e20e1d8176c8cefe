-- Plans that I have a part in and that go on.
create or replace function app.going_plans() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as
$$ select coalesce(array_agg(plan_id), '{}') from sight() s where is_found(s) and is_going $$;

grant execute on function app.going_plans() to portal_app;
