-- Whether it is seen what gives away where somebody is. Where the person and the handlers can be
-- reached is the case's own, whatever consent says.
create or replace function app.is_placing_seen(plan uuid, kind text, placed uuid[],
  contacts uuid[]) returns boolean
language sql immutable as $$
  select plan = any (placed)
    or (plan = any (contacts) and kind in ('contact', 'participant_unit'))
$$;

grant execute on function app.is_placing_seen(uuid, text, uuid[], uuid[]) to portal_app;
