-- Calls that wait where I work and that I may answer.
create or replace function app.open_calls() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(c.id), '{}') from asking() me
  join call c on c.plan_id = any ((select called_plans())::uuid[])
    and c.organisation_id = me.organisation_id
    and c.status = 'sent' and (c.unit_id is null or me.units = '{}' or c.unit_id = any (me.units))
$$;

grant execute on function app.open_calls() to portal_app;
