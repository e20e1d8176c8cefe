-- Calls of my organisation: those that wait where I work, and those of plans I take part in.
create or replace function app.my_calls() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select open_calls() || coalesce((select array_agg(c.id) from asking() me
    join call c on c.plan_id = any ((select my_written_plans())::uuid[])
      and c.organisation_id = me.organisation_id), '{}')
$$;

grant execute on function app.my_calls() to portal_app;
