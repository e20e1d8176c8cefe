-- Whether a text says something, and all that it says: agreements/readiness.py says the same. A letter by
-- itself is a slip of the finger.
create or replace function app.is_reason(said text) returns boolean
language sql immutable set search_path = app, pg_temp as $$
  select said ~ '[[:alpha:]]{2,}|\d' and not has_gaps(said)
$$;
