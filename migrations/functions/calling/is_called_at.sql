-- Whether a call of a case of mine to the same unit is open. As it was sent: where the called have
-- passed it on to is theirs to know.
create or replace function app.is_called_at(wanted uuid, organisation uuid, unit uuid)
returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select wanted = any ((select my_cases())::uuid[]) and exists (
    select from call c join call_event e on e.call_id = c.id and e.step = 'sent'
    where c.plan_id = wanted and c.organisation_id = organisation
      and c.status in ('sent', 'taken') and e.to_unit_id is not distinct from unit)
$$;

grant execute on function app.is_called_at(uuid, uuid, uuid) to portal_app;
