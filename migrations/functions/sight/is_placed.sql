-- Whether it is seen what gives away where the person is.
create or replace function app.is_placed(s app.part_seen) returns boolean
language sql immutable as
$$ select (s.is_owner or s.is_open) and app.is_unveiled(s) $$;
