-- At which units calls of these plans lie, and which units they came from and went to: `id` is a
-- call's, or a step's of its history. A unit can tell what somebody is treated for. It has no
-- category, so that no consent shares it: it is the called organisation's, and that of whose the
-- whole plan is, if they may know where the person is.
create or replace function app.call_units(plans uuid[])
returns table (id uuid, came_from uuid, unit_id uuid)
language sql stable security definer set search_path = app, pg_temp as $$
  with seen as materialized (
    select c.id, c.unit_id from call c
    where c.plan_id = any (plans)
      and (c.id = any ((select my_calls())::uuid[])
        or (c.plan_id = any ((select placing_plans())::uuid[])
          and is_said_to(c.plan_id, c.organisation_id, null, (select my_disclosures())::text[]))))
  select s.id, null::uuid, s.unit_id from seen s where s.unit_id is not null
  union all
  select e.id, e.from_unit_id, e.to_unit_id from seen s join call_event e on e.call_id = s.id
  where num_nonnulls(e.from_unit_id, e.to_unit_id) > 0
$$;

grant execute on function app.call_units(uuid[]) to portal_app;
