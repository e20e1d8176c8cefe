-- The provider says that somebody signed out there (OpenID Connect Back-Channel Logout 1.0);
-- answers how many sessions that ended, or null when the same logout token has been here before.
-- Its hash is kept for as long as it would be believed.
create or replace function app.end_sessions_at_provider(p_issuer_key text, p_issuer text,
  p_subject text, p_provider_session text, p_token_hash bytea, p_kept_until timestamptz,
  p_proof bytea) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare ended integer;
begin
  if not is_proven(p_token_hash || convert_to(concat_ws(chr(10), p_issuer_key, p_issuer,
    coalesce(p_subject, ''), coalesce(p_provider_session, '')), 'UTF8'), p_proof)
  then raise exception 'logout not proven' using errcode = 'insufficient_privilege'; end if;
  delete from spent_logout where kept_until < now();
  insert into spent_logout values (p_token_hash, p_kept_until) on conflict do nothing;
  if not found then return null; end if;
  with over as (
    update session s set ended_at = now() from account a
    where a.id = s.account_id and s.issuer_key = p_issuer_key and a.issuer = p_issuer
      and s.ended_at is null
      and (p_subject is null or a.subject = p_subject)
      and (p_provider_session is null or s.provider_session = p_provider_session)
      and (p_subject is not null or p_provider_session is not null)
    returning s.id, s.account_id, s.organisation_id),
  noted as (
    insert into audit_entry (id, county_id, stream, organisation_id, account_id, session_id,
      action, subject_kind, subject_id, details)
    select gen_random_uuid(), o.county_id, o.id, o.id, x.account_id, x.id,
      'session.ended_by_provider', 'SignInSession', x.id, '{}'
    from over x join organisation o on o.id = x.organisation_id order by o.id, x.id
    returning id)
  select count(*) into ended from noted;
  return ended;
end $$;
grant execute on function app.end_sessions_at_provider(text, text, text, text, bytea, timestamptz,
  bytea) to portal_app;
