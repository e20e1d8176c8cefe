-- What a decision on each legal ground is held to: what the web server compares with its own settings
-- before it starts.
create or replace function app.basis_limits() returns table (code text, longest interval,
  may_decide text[], may_receive text[], conditions text[], needs text[])
language sql stable security definer set search_path = app, pg_temp as $$
  select code, longest, may_decide, may_receive, conditions, needs from basis_limit
$$;

grant execute on function app.basis_limits() to portal_app;
