-- Whether it is seen what gives away where somebody is. Where the person can be reached is the case's
-- own, whatever consent says, and the person's. A unit tells what somebody is treated for: it has a
-- category, and without one it is for its own party and for whose the plan is.
create or replace function app.is_placing_seen(plan uuid, kind text, party uuid, category text,
  placed uuid[], contacts uuid[], keys text[]) returns boolean
language sql immutable as $$
  select case kind
    when 'contact' then plan = any (contacts) or (plan::text = any (keys) and plan = any (placed))
    when 'meeting_place' then plan = any (placed)
    else (plan = any (placed) or plan = any (contacts))
      and app.is_said_to(plan, party, category, keys) end
$$;

grant execute on function app.is_placing_seen(uuid, text, uuid, text, uuid[], uuid[], text[])
  to portal_app;
