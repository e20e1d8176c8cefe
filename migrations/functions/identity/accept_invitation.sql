-- Use an invitation: make the account and the role, and for a private person link them to their
-- place in the plan. The code stays unused when it turns out to be somebody else's: nothing is
-- written then.
create or replace function app.accept_invitation(p_token_hash bytea, p_issuer_key text,
  p_issuer text, p_subject text, p_name text, p_email text, p_account uuid, p_membership uuid,
  p_index bytea, p_proof bytea) returns table (organisation_id uuid, is_somebody_else boolean)
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare offer invitation; who uuid;
begin
  if not is_proven(p_token_hash || convert_to(p_issuer || chr(10) || p_subject, 'UTF8'), p_proof)
  then raise exception 'sign-in not proven' using errcode = 'insufficient_privilege'; end if;
  select * into offer from invitation i
  where i.token_hash = p_token_hash and i.issuer_key = p_issuer_key and i.used_at is null
    and i.revoked_at is null and i.expires_at > now()
  for update;
  if not found then return; end if;
  if offer.personnummer_index is not null and p_index is not null
    and offer.personnummer_index <> p_index
  then return query select null::uuid, true; return; end if;
  insert into account (id, issuer, subject, name, email, created_at)
  values (p_account, p_issuer, p_subject, p_name, coalesce(p_email, offer.email), now())
  on conflict (issuer, subject) do update
    set name = excluded.name, email = coalesce(excluded.email, account.email)
  returning id into who;
  if offer.plan_id is not null then
    update plan_person p set account_id = who, linked_at = now()
    where p.id = offer.plan_person_id and p.plan_id = offer.plan_id and p.ended_at is null
      and (p.account_id is null or p.account_id = who);
    if not found then return query select null::uuid, true; return; end if;
  end if;
  update invitation set used_at = now() where id = offer.id;
  insert into membership
  values (p_membership, offer.county_id, who, offer.organisation_id, offer.unit_id, offer.role,
          now(), null)
  on conflict do nothing;
  return query select offer.organisation_id, false;
end $$;

grant execute on function app.accept_invitation(bytea, text, text, text, text, text, uuid, uuid,
  bytea, bytea) to portal_app;
