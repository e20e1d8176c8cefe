-- The asker's sessions that live, in any browser.
create or replace function app.my_sessions()
returns table (session_id uuid, issuer_key text, signed_in_at timestamptz,
  last_seen_at timestamptz, is_current boolean, is_strong boolean)
language sql stable security definer set search_path = app, pg_temp as $$
  select s.id, s.issuer_key, s.signed_in_at, s.last_seen_at, s.id = mine.id,
    is_strong(s.level)
  from live_session() mine join session s on s.account_id = mine.account_id
  where s.ended_at is null and s.expires_at > now()
    and s.last_seen_at + make_interval(secs => s.idle_seconds) > now()
  order by s.last_seen_at desc, s.id
$$;

grant execute on function app.my_sessions() to portal_app;
