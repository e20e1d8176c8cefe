-- Register that every party has signed on paper, with the scan: what a coordinator of a party has begun
-- as a draft and is signed already, with every party's decisions, or what has been put to signing here
-- and nobody has signed here. It holds from now on. The text that stands is what goes with it; what is
-- said here of others than the asker's own party, the others confirm or object to.
create or replace function app.register_paper(p_agreement uuid, p_paper jsonb, p_content bytea)
returns void
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  is_owner boolean := pg_has_role(session_user, 'portal_owner', 'member');
  today date := (now() at time zone 'Europe/Stockholm')::date;
  scan text := encode(sha256(p_content), 'hex');
  by_whom text := case when is_owner then p_paper ->> 'registered_by' else my_name() end;
  it agreement;
  version document_version;
begin
  select * into it from agreement where id = p_agreement for update;
  if not (is_owner or (p_agreement = any (my_agreements()) and i_am('coordinator')))
    or it.status not in ('draft', 'signing')
    or (it.status = 'draft' and (it.amends_id is not null
      or not (is_owner or it.creator_id = (select my_organisation()))))
    or it.valid_from is null or num_nonnulls(it.valid_until, case when it.open_ended then it.review_on end) <> 1
  then raise exception 'not to be registered' using errcode = 'insufficient_privilege'; end if;
  if it.status = 'draft' then
    update agreement_party set joined_at = clock_timestamp()
    where agreement_id = it.id and joined_at is null;
    insert into document_version (id, county_id, agreement_id, number, content, made_at, signing_sha256)
    values ((p_paper ->> 'version')::uuid, it.county_id, it.id, 1, p_paper ->> 'content',
      clock_timestamp(), scan);
    insert into decision (id, county_id, agreement_id, document_version_id, organisation_id, body,
      paragraph, decided_on, reference, delegation, recorded_by, recorded_at)
    select gen_random_uuid(), it.county_id, it.id, (p_paper ->> 'version')::uuid, d.organisation_id,
      d.body, d.paragraph, d.decided_on, d.reference, '', by_whom,
      clock_timestamp()
    from jsonb_to_recordset(p_paper -> 'decisions') as d (organisation_id uuid, body text,
      paragraph text, decided_on date, reference text);
  end if;
  select * into version from document_version v
  where v.agreement_id = it.id and v.voided_at is null for update;
  if it.status = 'signing' and acts_for_another(version.id) then
    raise exception 'not for two parties' using errcode = 'insufficient_privilege'; end if;
  if exists (select from signature s where s.document_version_id = version.id)
    or exists (select from decision d where d.document_version_id = version.id
      and d.decided_on > today)
    or exists (select from jsonb_to_recordset(p_paper -> 'signatures') as s (signed_on date)
      where s.signed_on > today)
    or exists (select from agreement_party p where p.agreement_id = it.id and p.left_at is null
      and (p.decides and not exists (select from decision d
          where d.document_version_id = version.id and d.organisation_id = p.organisation_id)
        or p.signs and not exists (select from jsonb_to_recordset(p_paper -> 'signatures')
          as s (organisation_id uuid) where s.organisation_id = p.organisation_id)))
  then raise exception 'not whole' using errcode = 'check_violation'; end if;
  insert into signature (id, county_id, agreement_id, document_version_id, organisation_id, name,
    title, signed_at, on_paper, document_sha256, completes)
  select gen_random_uuid(), it.county_id, it.id, version.id, s.organisation_id, s.name, s.title,
    (s.signed_on + time '12:00') at time zone 'Europe/Stockholm', true, version.signing_sha256, true
  from jsonb_to_recordset(p_paper -> 'signatures') as s (organisation_id uuid, name text,
    title text, signed_on date);
  insert into paper (id, county_id, agreement_id, document_version_id, from_draft, suffix, content,
    size, sha256, organisation_id, registered_by, registered_at)
  values ((p_paper ->> 'id')::uuid, it.county_id, it.id, version.id, it.status = 'draft',
    p_paper ->> 'suffix', p_content, octet_length(p_content), scan,
    (p_paper ->> 'organisation_id')::uuid,
    by_whom, clock_timestamp());
  if not is_owner and (p_paper ->> 'organisation_id')::uuid <> (select my_organisation()) then
    raise exception 'not your party' using errcode = 'insufficient_privilege'; end if;
  update agreement set on_paper = true, status = 'in_force', status_at = clock_timestamp(),
    changed_at = clock_timestamp() where id = it.id;
end $$;

grant execute on function app.register_paper(uuid, jsonb, bytea) to portal_app;
