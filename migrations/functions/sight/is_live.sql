-- Whether a plan may be written in: those open to a party, and one's own, for as long as they go on.
create or replace function app.is_live(s app.part_seen) returns boolean
language sql immutable as
$$ select (s.is_open or s.is_owner) and s.is_going $$;
