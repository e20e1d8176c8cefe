-- Plans of which I see the row: a named participant always does; a relative only by consent.
create or replace function app.my_plans() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(plan_id), '{}') from sight()
  where participant_id is not null or is_open or is_owner or is_called
$$;

grant execute on function app.my_plans() to portal_app;
