-- Whether an entry of the log is a reading: it names what was read and on what ground.
create or replace function app.is_reading(action text) returns boolean
language sql immutable as $$ select action in ('plan.read', 'copy.read', 'copy.key') $$;
grant execute on function app.is_reading(text) to portal_app;
