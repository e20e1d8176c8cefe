-- Whether what is protected in a plan is hidden from nobody, or not from this participant.
create or replace function app.is_unveiled(s app.part_seen) returns boolean
language sql immutable as
$$ select s.sees_protected or not s.is_protected $$;
