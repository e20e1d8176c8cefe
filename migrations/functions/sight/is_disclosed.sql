-- Whether content is among what somebody's keys open: it is disclosed to them, their own party's
-- writing, or of a plan that is theirs altogether. `disclosure` is "plan:source:category"; the keys
-- are as app.my_disclosures() tells them.
create or replace function app.is_disclosed(disclosure text, plan uuid, party uuid, keys text[])
returns boolean
language sql immutable as
$$ select array[disclosure, plan::text || ':' || party::text, plan::text] && keys $$;

grant execute on function app.is_disclosed(text, uuid, uuid, text[]) to portal_app;
