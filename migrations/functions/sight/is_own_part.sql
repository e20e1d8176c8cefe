-- Whether a row is my own party's, in a plan where I have a part: no consent takes that sight away.
create or replace function app.is_own_part(plan uuid, party uuid, written uuid[], parties uuid[])
returns boolean
language sql immutable as
$$ select plan = any (written) and party = any (parties) $$;

grant execute on function app.is_own_part(uuid, uuid, uuid[], uuid[]) to portal_app;
