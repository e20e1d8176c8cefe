-- The session is in use: its idle time begins anew.
create or replace function app.touch_session() returns void
language sql volatile security definer set search_path = app, pg_temp as
$$ update session set last_seen_at = now() where id = (select my_session()) $$;

grant execute on function app.touch_session() to portal_app;
