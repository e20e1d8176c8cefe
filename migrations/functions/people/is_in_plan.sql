-- Whether somebody is in the plan and has not left it: asked for a single row at a time.
create or replace function app.is_in_plan(wanted uuid, person uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from plan_person
                 where id = person and plan_id = wanted and ended_at is null)
$$;

grant execute on function app.is_in_plan(uuid, uuid) to portal_app;
