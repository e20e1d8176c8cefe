-- Calls of my organisation: those that wait where I work, and those of plans I take part in.
create or replace function app.my_calls() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  with part as materialized (select my_written_plans() as written, called_plans() as called)
  select coalesce(array_agg(c.id), '{}') from asking() me cross join part
  join call c on c.plan_id = any (part.written || part.called)
    and c.organisation_id = me.organisation_id
  where c.plan_id = any (part.written) or c.status = 'sent'
    and (c.unit_id is null or me.units = '{}' or c.unit_id = any (me.units))
$$;

grant execute on function app.my_calls() to portal_app;
