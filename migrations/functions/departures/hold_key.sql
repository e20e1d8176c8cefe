-- Let one transaction at a time go on with what the key names: the lock of portal.db.hold().
create or replace function app.hold_key(wanted uuid) returns void
language sql volatile as $$
  select pg_advisory_xact_lock(('x' || right(replace(wanted::text, '-', ''), 16))::bit(64)::bigint)
$$;
