-- How long a decision on each legal ground may last: what the web server compares with its own
-- settings before it starts.
create or replace function app.basis_limits() returns table (code text, longest interval)
language sql stable security definer set search_path = app, pg_temp as $$
  select code, longest from basis_limit
$$;

grant execute on function app.basis_limits() to portal_app;
