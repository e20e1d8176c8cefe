-- A token has come whose session has ended by itself, unused or too old: note that once, in the log
-- of the organisation that it acted for.
create or replace function app.note_expired(token text) returns void
language sql volatile security definer set search_path = app, pg_temp as $$
  with over as (
    update session s set ended_at = least(s.expires_at,
      s.last_seen_at + make_interval(secs => s.idle_seconds))
    where s.token_hash = sha256(convert_to(token, 'UTF8')) and s.ended_at is null
      and least(s.expires_at, s.last_seen_at + make_interval(secs => s.idle_seconds)) <= now()
    returning s.id, s.account_id, s.organisation_id, s.ended_at = s.expires_at as is_old)
  insert into audit_entry (id, county_id, stream, organisation_id, account_id, session_id, action,
    subject_kind, subject_id, details)
  select gen_random_uuid(), o.county_id, o.id, o.id, x.account_id, x.id, 'session.expired',
    'SignInSession', x.id, case when x.is_old then '{"why":"absolute"}' else '{"why":"idle"}' end
  from over x join organisation o on o.id = x.organisation_id
$$;
grant execute on function app.note_expired(text) to portal_app;
