-- Who the asker is at the provider.
create or replace function app.my_identity()
returns table (issuer_key text, issuer text, subject text)
language sql stable security definer set search_path = app, pg_temp as $$
  select s.issuer_key, a.issuer, a.subject from live_session() s
  join account a on a.id = s.account_id
$$;

grant execute on function app.my_identity() to portal_app;
