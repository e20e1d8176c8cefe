-- The account that asks; null when nobody is signed in.
create or replace function app.my_account() returns uuid
language sql stable security definer set search_path = app, pg_temp as
$$ select account_id from live_session() $$;

grant execute on function app.my_account() to portal_app;
