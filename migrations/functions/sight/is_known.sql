-- Whether it is known whom a plan is about and who answers for them: with its workings or its case.
create or replace function app.is_known(s app.part_seen) returns boolean
language sql immutable as
$$ select s.is_open or s.is_owner or s.is_handler $$;
