-- Sign for my party, as its signatory, the file that is up now: the signature with its evidence, in my
-- own name and now. The proof says that the application checked the provider's answer to what is
-- committed to (agreements/signing/commitment.py): no SQL signs without that. The commitment names the
-- mandate, by which I sign on this day of the Swedish calendar and in my turn; agreements/mandate.py
-- says the same. The party has signed when as many as the mandate needs have.
create or replace function app.sign(p_id uuid, p_evidence uuid, p_agreement uuid, p_title text,
  p_commitment text, p_id_token text, p_provider_keys jsonb, p_proof bytea) returns void
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  me record;
  version document_version;
  said jsonb;
  mandate signing_mandate;
  holder mandate_holder;
  signed integer[];
  day date := (clock_timestamp() at time zone 'Europe/Stockholm')::date;
begin
  if not is_proven(convert_to(concat_ws(chr(10), p_id, p_commitment, p_id_token), 'UTF8'), p_proof)
  then raise exception 'step-up not proven' using errcode = 'insufficient_privilege'; end if;
  said := p_commitment;
  select * into me from acting();
  -- one signs at a time
  perform from agreement where id = p_agreement and id = any ((select my_agreements())::uuid[])
    for update;
  select v.* into version from document_version v join agreement a on a.id = v.agreement_id
  where a.id = p_agreement and a.id = any ((select my_agreements())::uuid[]) and a.status = 'signing'
    and v.voided_at is null and v.signing_sha256 = said ->> 'document_sha256';
  if not found or not i_am('signatory') or acts_for_another(version.id)
    or not exists (select from agreement_party p where p.agreement_id = p_agreement
      and p.organisation_id = me.organisation_id and p.signs)
    or (said ->> 'intent', said ->> 'agreement', said ->> 'organisation', said ->> 'account')
      is distinct from ('sign', p_agreement::text, me.organisation_id::text, me.account_id::text)
    or exists (select from signature s where s.document_version_id = version.id
      and s.organisation_id = me.organisation_id and s.completes)
  then raise exception 'not yours to sign' using errcode = 'insufficient_privilege'; end if;
  select m.* into mandate from signing_mandate m
  where m.id::text = said ->> 'mandate' and m.organisation_id = me.organisation_id
    and m.ended_at is null and day between m.valid_from and coalesce(m.valid_until, day);
  select h.* into holder from mandate_holder h
  where h.mandate_id = mandate.id and h.account_id = me.account_id;
  if holder.id is null then
    raise exception 'no mandate to sign by' using errcode = 'insufficient_privilege';
  end if;
  signed := array(select s.place from signature s
    where s.document_version_id = version.id and s.mandate_id = mandate.id);
  if holder.place = any (signed) or (mandate.in_order and (holder.place < any (signed)
    or cardinality(signed) + 1 + mandate.places - holder.place < mandate.needed))
  then raise exception 'not your turn to sign' using errcode = 'insufficient_privilege'; end if;
  insert into signature (id, county_id, agreement_id, document_version_id, organisation_id,
    account_id, name, title, signed_at, on_paper, document_sha256, mandate_id, place, authority,
    stands_in_for, needed, completes)
  select p_id, version.county_id, p_agreement, version.id, me.organisation_id, a.id, a.name,
    p_title, clock_timestamp(), false, version.signing_sha256, mandate.id, holder.place,
    mandate.body || ', ' || mandate.ground,
    case when holder.is_substitute then (select h.name from mandate_holder h
      where h.mandate_id = mandate.id and h.place = holder.place and not h.is_substitute) else '' end,
    mandate.needed, cardinality(signed) + 1 >= mandate.needed
  from account a where a.id = me.account_id;
  insert into signature_evidence (id, county_id, agreement_id, signature_id, commitment, id_token,
    provider_keys)
  values (p_evidence, version.county_id, p_agreement, p_id, p_commitment, p_id_token,
    p_provider_keys);
end $$;
grant execute on function app.sign(uuid, uuid, uuid, text, text, text, jsonb, bytea) to portal_app;
