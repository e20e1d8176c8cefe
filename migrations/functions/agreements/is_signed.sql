-- Every party that is to decide and to sign has, and each signature is on the file that is up now: with the
-- evidence of a fresh sign-in, or on paper as an operator recorded it. For whoever has taken a party's
-- place since, that party has.
create or replace function app.is_signed(wanted uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select wanted = any ((select my_agreements())::uuid[])
    and not exists (select from agreement_party p
    where p.agreement_id = wanted and p.signs
      and (p.succeeds_id is null or p.joined_at <= (select v.made_at from document_version v
        where v.agreement_id = wanted and v.voided_at is null))
      and (p.left_at is null or p.left_at > (select v.made_at from document_version v
        where v.agreement_id = wanted and v.voided_at is null))
      and not exists (
      select from document_version v
      join signature s on s.document_version_id = v.id and s.organisation_id = p.organisation_id
        and s.completes
        and s.document_sha256 = v.signing_sha256
      where v.agreement_id = wanted and v.voided_at is null
        and (not p.decides or exists (select from decision d where d.document_version_id = v.id
          and d.organisation_id = p.organisation_id))
        and (s.on_paper or exists (select from signature_evidence e where e.signature_id = s.id))))
$$;
grant execute on function app.is_signed(uuid) to portal_app;
