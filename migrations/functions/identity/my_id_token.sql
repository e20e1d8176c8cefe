-- What the provider said when the asker signed in, as it was kept: only their cookie opens it.
create or replace function app.my_id_token() returns table (issuer_key text, id_token text)
language sql stable security definer set search_path = app, pg_temp as
$$ select s.issuer_key, s.id_token from live_session() s $$;

grant execute on function app.my_id_token() to portal_app;
