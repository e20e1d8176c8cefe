-- Keep what a sign-in that has begun needs when the person comes back, for so many seconds. What
-- others kept too long ago goes.
create or replace function app.keep_flow(wanted bytea, contents jsonb, seconds integer) returns void
language sql volatile security definer set search_path = app, pg_temp as $$
  delete from sign_in_flow where expires_at < now();
  delete from kept_form where expires_at < now();
  insert into sign_in_flow values (wanted, contents, now() + make_interval(secs => seconds));
$$;

grant execute on function app.keep_flow(bytea, jsonb, integer) to portal_app;
