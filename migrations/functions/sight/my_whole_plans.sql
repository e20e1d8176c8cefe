-- Plans that are mine altogether: about me, or mine to answer for without a mandate that names what it
-- covers. What has no kind of information of its own is read of these alone.
create or replace function app.my_whole_plans() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(plan_id), '{}') from kept_sight() s
  where s.is_owner and s.plan_id::text = any (s.keys)
$$;

grant execute on function app.my_whole_plans() to portal_app;
