-- Whether a plan's case is seen: its owner and its handlers do.
create or replace function app.is_case(s app.part_seen) returns boolean
language sql immutable as
$$ select s.is_owner or s.is_handler $$;
