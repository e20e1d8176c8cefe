-- The name of whoever asks.
create or replace function app.my_name() returns text
language sql stable security definer set search_path = app, pg_temp as
$$ select a.name from live_session() s join account a on a.id = s.account_id $$;
grant execute on function app.my_name() to portal_app;
