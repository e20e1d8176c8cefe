-- Sign a proven person in, for the first of their organisations that the one they signed in for
-- does not rule out; answers whether there is any.
create or replace function app.open_session(p_id uuid, p_issuer text, p_subject text,
  p_token_hash bytea, p_issuer_key text, p_provider_session text, p_level integer,
  p_organisation_number text, p_idle_seconds integer, p_lifetime_seconds integer, p_proof bytea)
returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  if not is_proven(p_token_hash || convert_to(concat_ws(chr(10), p_issuer, p_subject,
    coalesce(p_organisation_number, ''), p_level), 'UTF8'), p_proof)
  then raise exception 'sign-in not proven' using errcode = 'insufficient_privilege'; end if;
  insert into session (id, token_hash, account_id, organisation_id, issuer_key, provider_session,
    level, organisation_number, signed_in_at, last_seen_at, idle_seconds, expires_at)
  select p_id, p_token_hash, a.id, m.organisation_id, p_issuer_key, p_provider_session,
    p_level, p_organisation_number, now(), now(), p_idle_seconds,
    now() + make_interval(secs => p_lifetime_seconds)
  from account a join membership m on m.account_id = a.id and m.ended_at is null
  join organisation o on o.id = m.organisation_id and o.closed_at is null
    and is_spoken_for(p_organisation_number, o.organisation_number)
  where a.issuer = p_issuer and a.subject = p_subject and a.disabled_at is null
  order by o.sort_key, o.id limit 1;
  return found;
end $$;
grant execute on function app.open_session(uuid, text, text, bytea, text, text, integer,
  text, integer, integer, bytea) to portal_app;
