-- Whether a plan's workings are open: to a party by consent, to its owner always, and to its handlers
-- until what they were begun on has ended.
create or replace function app.is_seen(s app.part_seen) returns boolean
language sql immutable as
$$ select s.is_open or s.is_owner or (s.is_handler and s.is_going) $$;
