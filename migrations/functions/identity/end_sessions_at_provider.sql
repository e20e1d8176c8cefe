-- The provider says that somebody signed out there (OpenID Connect Back-Channel Logout 1.0);
-- answers how many sessions that ended.
create or replace function app.end_sessions_at_provider(p_issuer_key text, p_issuer text,
  p_subject text, p_provider_session text, p_proof bytea) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare ended integer;
begin
  if not is_proven(convert_to(concat_ws(chr(10), p_issuer_key, p_issuer, coalesce(p_subject, ''),
                   coalesce(p_provider_session, '')), 'UTF8'), p_proof)
  then raise exception 'logout not proven' using errcode = 'insufficient_privilege'; end if;
  update session s set ended_at = now() from account a
  where a.id = s.account_id and s.issuer_key = p_issuer_key and a.issuer = p_issuer
    and s.ended_at is null
    and (p_subject is null or a.subject = p_subject)
    and (p_provider_session is null or s.provider_session = p_provider_session)
    and (p_subject is not null or p_provider_session is not null);
  get diagnostics ended = row_count;
  return ended;
end $$;

grant execute on function app.end_sessions_at_provider(text, text, text, text, bytea) to portal_app;
