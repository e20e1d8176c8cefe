-- Use an invitation: make the account and the role, and for a private person link them to their
-- place in the plan. Answers where, or why not: somebody_else, or another_organisation than the one
-- signed in for. The code stays unused then, and nothing is written; no row: it is no longer good.
-- `p_index` is the number signed in with, as the plan's initiator keeps it; a provider that tells
-- nobody's number (p_tells_number) cannot be held to one.
create or replace function app.accept_invitation(p_token_hash bytea, p_issuer_key text,
  p_issuer text, p_subject text, p_name text, p_email text, p_account uuid, p_membership uuid,
  p_organisation_number text, p_index bytea, p_tells_number boolean, p_proof bytea)
returns table (organisation_id uuid, refusal text)
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare offer invitation; noted plan_person; who uuid;
begin
  if not is_proven(p_token_hash || convert_to(concat_ws(chr(10), p_issuer, p_subject,
    coalesce(p_organisation_number, ''), coalesce(encode(p_index, 'hex'), ''), p_tells_number),
    'UTF8'), p_proof)
  then raise exception 'sign-in not proven' using errcode = 'insufficient_privilege'; end if;
  -- the person before the code, as whoever corrects a number takes them
  select p.* into noted from plan_person p
  where p.id = (select i.plan_person_id from invitation i where i.token_hash = p_token_hash)
  for update;
  select * into offer from invitation i
  where i.token_hash = p_token_hash and i.issuer_key = p_issuer_key and i.used_at is null
    and i.revoked_at is null and i.expires_at > now()
    and exists (select from organisation o where o.id = i.organisation_id and o.closed_at is null)
  for update;
  if not found then return; end if;
  if not exists (select from organisation o where o.id = offer.organisation_id
    and is_spoken_for(p_organisation_number, o.organisation_number))
  then return query select null::uuid, 'another_organisation'; return; end if;
  if offer.plan_id is not null then
    -- a code is for whoever the plan named when it was made, and still does, and lets in
    if noted.personnummer_index is distinct from offer.personnummer_index
      or is_kept_out(noted.id) then return; end if;
    if noted.ended_at is not null or (noted.personnummer_index is not null
      and noted.personnummer_index is distinct from p_index
      and (p_index is not null or p_tells_number))
    then return query select null::uuid, 'somebody_else'; return; end if;
  end if;
  insert into account (id, issuer, subject, name, email, created_at)
  values (p_account, p_issuer, p_subject, p_name, coalesce(p_email, offer.email), now())
  on conflict (issuer, subject) do update
    set name = excluded.name, email = coalesce(excluded.email, account.email)
  returning id into who;
  if offer.plan_id is not null then
    update plan_person p set account_id = who, linked_at = now(), proved_index = p_index
    where p.id = offer.plan_person_id and p.plan_id = offer.plan_id
      and (p.account_id is null or p.account_id = who);
    if not found then return query select null::uuid, 'somebody_else'; return; end if;
  end if;
  update invitation set used_at = now() where id = offer.id;
  insert into membership
  values (p_membership, offer.county_id, who, offer.organisation_id, offer.unit_id, offer.role,
          now(), null)
  on conflict do nothing;
  return query select offer.organisation_id, null::text;
end $$;
grant execute on function app.accept_invitation(bytea, text, text, text, text, text, uuid, uuid,
  text, bytea, boolean, bytea) to portal_app;
