-- Everything that may be seen of a plan that is open already: nothing is handed out or logged. What
-- may be seen of it was kept when it was opened.
create or replace function app.read_plan(wanted uuid) returns table (part text, content jsonb)
language sql stable security definer set search_path = app, pg_temp as $$
  select * from plan_parts(wanted, array(select s from kept_sight() s where s.plan_id = wanted))
$$;

grant execute on function app.read_plan(uuid) to portal_app;
