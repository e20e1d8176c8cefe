-- Whether a private person in a plan is seen: with its workings, oneself always, and by whoever is
-- called to the plan the one it is about.
create or replace function app.is_person_seen(plan uuid, person uuid, kind text, seen uuid[],
  people uuid[], called uuid[]) returns boolean
language sql immutable as $$
  select plan = any (seen) or person = any (people) or (plan = any (called) and kind = 'subject')
$$;

grant execute on function app.is_person_seen(uuid, uuid, text, uuid[], uuid[], uuid[])
  to portal_app;
