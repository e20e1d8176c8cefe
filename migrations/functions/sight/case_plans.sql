-- Plans whose case I see: its owner and its handlers do.
create or replace function app.case_plans() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as
$$ select coalesce(array_agg(plan_id), '{}') from kept_sight() s where is_case(s) $$;

grant execute on function app.case_plans() to portal_app;
