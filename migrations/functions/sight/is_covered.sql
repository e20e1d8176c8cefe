-- Whether what keys open covers each of these kinds of what a party holds in a plan.
create or replace function app.is_covered(plan uuid, party uuid, categories text[], keys text[])
returns boolean
language sql immutable as $$
  select array(select plan || ':' || party || ':' || c.category
    from unnest(categories) c (category)) <@ keys
$$;

grant execute on function app.is_covered(uuid, uuid, text[], text[]) to portal_app;
