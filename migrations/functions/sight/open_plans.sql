-- Plans that consent opens to me as a party, and that go on.
create or replace function app.open_plans() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as
$$ select coalesce(array_agg(plan_id), '{}') from sight() where is_open and is_going $$;

grant execute on function app.open_plans() to portal_app;
