-- Whether a party may still have to write, decide or sign in an agreement: somebody has to be there.
create or replace function app.is_running(status text) returns boolean
language sql immutable as
$$ select status in ('draft', 'shared', 'decision', 'signing') $$;
