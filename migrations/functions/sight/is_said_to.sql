-- Whether somebody whose keys these are may know what a party said beside the plan's texts: as of its
-- content, by its category. Without a category it is for that party, and for whose the plan is.
create or replace function app.is_said_to(plan uuid, party uuid, category text, keys text[])
returns boolean
language sql immutable as $$
  select array[plan::text || ':' || party::text || ':' || coalesce(category, ''),
    plan::text || ':' || party::text, plan::text] && keys
$$;

grant execute on function app.is_said_to(uuid, uuid, text, text[]) to portal_app;
