-- Whether only the database's own functions note this: a reading, which they hand out with its key,
-- and what ended a session.
create or replace function app.is_noted_by_database(action text) returns boolean
language sql immutable as $$
  select app.is_reading(action) or action in ('session.ended_by_provider', 'session.expired')
$$;
grant execute on function app.is_noted_by_database(text) to portal_app;
