-- Whether a part lets its holder find the plan and see its row: a named participant always does, a
-- relative only by consent.
create or replace function app.is_found(s app.part_seen) returns boolean
language sql immutable as
$$ select s.participant_id is not null or s.is_open or s.is_owner or s.is_called $$;
