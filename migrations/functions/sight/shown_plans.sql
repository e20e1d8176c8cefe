-- Plans that stand open to me, or are my own, whether or not they go on.
create or replace function app.shown_plans() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(plan_id), '{}') from sight() where is_open or is_owner
$$;

grant execute on function app.shown_plans() to portal_app;
