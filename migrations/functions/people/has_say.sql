-- Whether somebody's say counts in a plan that I handle, now or later: it requires their consent (a
-- guardian's, that of whoever answers for the person or beside them), or will when it is known that the
-- person is a child.
create or replace function app.has_say(wanted uuid, person uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select wanted = any ((select my_cases())::uuid[]) and (
    exists (select from consenter c where c.plan_id = wanted and c.person_id = person
      and (c.required_to is null or c.required_to > clock_timestamp()))
    or exists (select from plan_person p where p.plan_id = wanted and p.id = person
      and p.kind = 'guardian'
      and not exists (select from consenter c where c.plan_id = wanted and c.person_id = person)))
$$;

grant execute on function app.has_say(uuid, uuid) to portal_app;
