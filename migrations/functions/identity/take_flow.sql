-- Take out what a sign-in kept: once, while it lasts.
create or replace function app.take_flow(wanted bytea) returns jsonb
language sql volatile security definer set search_path = app, pg_temp as $$
  delete from sign_in_flow where state_hash = wanted and expires_at > now() returning data
$$;

grant execute on function app.take_flow(bytea) to portal_app;
