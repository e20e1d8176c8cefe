-- Plans whose workings are open to me: to a party by consent, and to whose the plan is. Without
-- consent its handlers have the need and the question, and what their own organisation has written.
create or replace function app.shared_plans() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(plan_id), '{}') from kept_sight() s where s.is_open or s.is_owner
$$;

grant execute on function app.shared_plans() to portal_app;
