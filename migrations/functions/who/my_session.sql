-- The session that asks.
create or replace function app.my_session() returns uuid
language sql stable security definer set search_path = app, pg_temp as
$$ select id from live_session() $$;

grant execute on function app.my_session() to portal_app;
