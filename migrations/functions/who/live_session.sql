-- The session whose token the transaction carries, while it lasts and its account may sign in. This
-- and app.acting() are written out where they are called, so that each helper is one planned query:
-- they have neither a definer nor a search path of their own, and only portal_authz may call them.
create or replace function app.live_session() returns setof app.session
language sql stable rows 1 as $$
  select s.* from app.session s join app.account a on a.id = s.account_id
  where s.token_hash = sha256(convert_to(nullif(current_setting('app.token', true), ''), 'UTF8'))
    and s.ended_at is null and s.expires_at > now() and a.disabled_at is null
    and s.last_seen_at + make_interval(secs => s.idle_seconds) > now()
$$;
